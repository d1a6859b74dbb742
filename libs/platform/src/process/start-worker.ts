import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Config } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { JsonLogger } from '../logging/json-logger.js';
import type { RunningApplication } from './running-application.js';

/** Starts a worker process made of `module`; it has no port. */
export async function startWorkerOf(module: Type, config: Config): Promise<RunningApplication> {
  const app = await NestFactory.createApplicationContext(
    { module: WorkerHost, imports: [ConfigModule.with(config), module] },
    { logger: new JsonLogger(config, 'worker'), abortOnError: false },
  );
  return { app, stop: () => app.close() };
}

class WorkerHost {}
