import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createAdapter } from '@socket.io/postgres-adapter';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { Server } from 'socket.io';
import { Config } from '../config/config.js';
import { createPool } from '../database/pool.js';
import { inOrder } from './in-order.js';

/** The socket.io server of this process. In a worker it has no port and only sends, through the adapter, to the others. */
@Injectable()
export class RealtimeServer implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly io: Server;
  private readonly pool: Pool;
  /** Clients in use: for a statement, or to listen. */
  private readonly lent = new Set<PoolClient>();

  constructor(config: Config) {
    const logger = new Logger(RealtimeServer.name);
    this.pool = createPool(config.database.url, { name: 'neuvo sockets', max: 4 });
    // The adapter forgets a listening client that ended without giving it back: each restart of PostgreSQL would cost a slot.
    this.pool.on('connect', (client) => client.once('end', () => giveBack(client)));
    this.pool.on('acquire', (client) => this.lent.add(client));
    this.pool.on('release', (_error, client) => this.lent.delete(client));
    const errorHandler = (error: Error): void => logger.warn(`adapter: ${error.message}`);
    this.io = new Server({ adapter: inOrder(createAdapter(this.pool, { errorHandler }), errorHandler) });
  }

  /** The HTTP server closes only when its sockets have. */
  beforeApplicationShutdown(): void {
    this.io.local.disconnectSockets(true);
    this.io.engine?.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.closeAdapters();
    const ended = this.pool.end();
    await Promise.race([ended, pause(1_000, undefined, { ref: false })]);
    if (this.lent.size === 0) return;
    // A listening client that the adapter was just asking for is never given back, and asked for again once it has ended.
    this.lent.forEach(giveBack);
    await ended;
    await this.closeAdapters();
  }

  private async closeAdapters(): Promise<void> {
    for (const namespace of this.io._nsps.values()) await namespace.adapter.close();
  }
}

function giveBack(client: PoolClient): void {
  try {
    client.release(true);
  } catch {
    // It was idle: the pool has removed it itself.
  }
}
