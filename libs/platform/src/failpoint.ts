import { Injectable } from '@nestjs/common';
import { Config } from './config/config.js';

/**
 * Named points where fault tests let the process die: `FAILPOINT=name`, or `FAILPOINT=name#5` for the fifth time.
 * There are `before-commit <route or event>`, `after-commit <route or event>` (before the answer leaves) and `mail.after-send`.
 */
@Injectable()
export class Failpoints {
  private readonly name: string | null;
  private passesLeft: number;

  constructor(config: Config) {
    const [name, times] = config.failpoint?.split('#') ?? [];
    this.name = name ?? null;
    this.passesLeft = Number(times ?? 1) - 1;
  }

  /** Kills the process with SIGKILL when this point is the chosen one. */
  reach(name: string): void {
    if (name !== this.name) return;
    if (this.passesLeft > 0) this.passesLeft -= 1;
    else process.kill(process.pid, 'SIGKILL');
  }
}
