import { Logger } from '@nestjs/common';
import pg from 'pg';

/** A pool beside the one of TypeORM, for the queue and the sockets, which keep connections of their own. */
export function createPool(url: string, options: { name: string; max: number; searchPath?: string }): pg.Pool {
  const logger = new Logger('Database');
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.name,
    max: options.max,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    ...(options.searchPath && { options: `-c search_path=${options.searchPath}` }),
  });
  // Clients of a server that goes down emit `error`, idle or lent out to listen; without a listener the process would die of it.
  pool.on('error', (error) => logger.warn(`${options.name}: connection lost: ${error.message}`));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
