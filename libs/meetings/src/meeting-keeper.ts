import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { LeaderLock } from './leader-lock.js';
import { MeetingSweep } from './meeting-sweep.js';
import { RoomLookout } from './room-lookout.js';

const lookEveryMilliseconds = 2_000;
const sweepEveryMilliseconds = 5_000;
const refreshEveryMilliseconds = 10_000;

/**
 * Keeps meetings going in the background of an API process: every process reports its sockets; one, the leader, watches
 * the media rooms and sweeps. It lives in the API, not in the worker, because a lost room must be told within milliseconds.
 */
@Injectable()
export class MeetingKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MeetingKeeper.name);
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly leader: LeaderLock,
    private readonly lookout: RoomLookout,
    private readonly sweep: MeetingSweep,
  ) {}

  onApplicationBootstrap(): void {
    this.every(lookEveryMilliseconds, async () => ((await this.leader.hold()) ? this.lookout.pursue() : undefined));
    this.every(sweepEveryMilliseconds, async () => ((await this.leader.hold()) ? this.sweep.sweep() : undefined));
    this.every(refreshEveryMilliseconds, () => this.sweep.refresh());
  }

  /** Before the shutdown, while there is still a database. */
  async beforeApplicationShutdown(): Promise<void> {
    this.timers.forEach(clearInterval);
    await this.lookout.stop();
    await Promise.all(this.running);
    await this.leader.release();
  }

  /** Runs `work` again and again, never twice at once. */
  private every(milliseconds: number, work: () => Promise<void>): void {
    let turn: Promise<void> | null = null;
    const start = (): void => {
      if (turn) return;
      const current = work()
        .catch((error: unknown) => this.logger.warn(`put off: ${String(error)}`))
        .finally(() => {
          turn = null;
          this.running.delete(current);
        });
      turn = current;
      this.running.add(current);
    };
    this.timers.push(setInterval(start, milliseconds));
  }
}
