import { type DynamicModule, Module } from '@nestjs/common';
import { Config } from './config.js';

/** Carries the settings of this process; made once per application by `startApi` and `startWorker`. */
@Module({})
export class ConfigModule {
  static with(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: Config, useValue: config }],
      exports: [Config],
    };
  }
}
