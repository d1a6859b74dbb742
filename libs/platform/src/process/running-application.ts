import type { INestApplicationContext } from '@nestjs/common';

/** An application that runs in this process. */
export interface RunningApplication {
  readonly app: INestApplicationContext;
  /** Stops accepting, drains sockets, finishes jobs, closes the pools: in this order. Has no time limit of its own. */
  stop(): Promise<void>;
}
