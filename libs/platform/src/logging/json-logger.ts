import type { LoggerService, LogLevel } from '@nestjs/common';
import { pino } from 'pino';
import { currentRequest } from '../access/request-context.js';
import type { Config } from '../config/config.js';
import { describeError } from './describe-error.js';

/** Facts of a log line; only the named ones are ever written. */
export interface LogFacts {
  readonly message: string;
  readonly requestId?: string;
  readonly personId?: string;
  readonly method?: string;
  /** Template of the path, never the path. */
  readonly route?: string;
  readonly status?: number;
  readonly milliseconds?: number;
}

/** Parts of Nest that list every module and route at start. */
const wordy = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'WebSocketsController']);

/** One JSON line per entry on stdout, with the request id where there is one. Objects other than `LogFacts` and errors are not written. */
export class JsonLogger implements LoggerService {
  private readonly pino;

  constructor(config: Pick<Config, 'logLevel'>, service: 'api' | 'worker', out: { write(line: string): void } = process.stdout) {
    this.pino = pino({ level: config.logLevel, base: { service, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, out);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(wordy.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  setLogLevels(_levels: LogLevel[]): void {}

  private write(level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', message: unknown, rest: unknown[]): void {
    const last = rest.at(-1);
    const requestId = currentRequest()?.requestId;
    const entry = {
      ...(typeof last === 'string' && { context: last }),
      ...(requestId && { requestId }),
      ...facts(message),
    };
    this.pino[level](entry, typeof message === 'string' ? message : undefined);
  }
}

function facts(message: unknown): Record<string, unknown> {
  if (message instanceof Error) return { error: describeError(message) };
  if (typeof message !== 'object' || message === null) return {};
  const { message: msg, requestId, personId, method, route, status, milliseconds } = message as LogFacts;
  return { msg, requestId, personId, method, route, status, milliseconds };
}
