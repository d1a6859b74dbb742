import { type Config, startApiOf } from '@app/platform';
import { ApiModule } from './api.module.js';

/** Starts the API in this process. @returns its address and how to stop it */
export function startApi(config: Config): ReturnType<typeof startApiOf> {
  return startApiOf(ApiModule, config);
}
