import { Config } from '@app/platform';
import { Injectable } from '@nestjs/common';
import pg from 'pg';

/** Any number that no other advisory lock of ours uses. */
const lockKey = 0x6d656574;

/**
 * Makes one of many processes the leader: a session-level advisory lock on a connection of its own. The server frees it
 * as soon as that connection ends, also when the process was killed.
 */
@Injectable()
export class LeaderLock {
  private client: pg.Client | null = null;
  private held = false;
  private attempt: Promise<boolean> | null = null;

  constructor(private readonly config: Config) {}

  /** Whether this process leads now; tries to, when nobody does. */
  async hold(): Promise<boolean> {
    if (this.held) return true;
    this.attempt ??= this.take().finally(() => {
      this.attempt = null;
    });
    return this.attempt;
  }

  async release(): Promise<void> {
    const client = this.client;
    this.forget();
    await client?.end().catch(() => undefined);
  }

  private async take(): Promise<boolean> {
    const client = this.client ?? (await this.connect());
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [lockKey]);
    this.held = this.client === client && rows[0]?.held === true;
    return this.held;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.config.database.url,
      application_name: 'neuvo meetings leader',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('error', () => this.forget());
    client.on('end', () => this.forget());
    await client.connect();
    this.client = client;
    return client;
  }

  private forget(): void {
    this.client = null;
    this.held = false;
  }
}
