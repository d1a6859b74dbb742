import { Global, Logger, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { getMetadataArgsStorage } from 'typeorm';
import { Config } from '../config/config.js';
import { Failpoints } from '../failpoint.js';
import { DatabaseLogger } from './database-logger.js';
import { Database } from './database.js';

const connection = TypeOrmModule.forRootAsync({
  inject: [Config],
  useFactory: (config: Config) => ({
    type: 'postgres' as const,
    url: config.database.url,
    applicationName: 'neuvo',
    // Every entity that has been imported belongs to this one database: nothing to register.
    entities: getMetadataArgsStorage().tables.map((table) => table.target) as Function[],
    synchronize: false,
    logger: new DatabaseLogger(),
    maxQueryExecutionTime: DatabaseLogger.slowMilliseconds,
    poolErrorHandler: (error: Error) => new Logger('Database').warn(`idle connection lost: ${error.message}`),
    retryAttempts: config.environment === 'test' ? 0 : 10,
    retryDelay: 1_000,
    extra: {
      max: config.database.poolMax,
      connectionTimeoutMillis: 5_000,
      options: '-c statement_timeout=10000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC',
    },
  }),
});

@Global()
@Module({ imports: [connection], providers: [Database, Failpoints], exports: [Database, Failpoints] })
export class DatabaseModule {}
