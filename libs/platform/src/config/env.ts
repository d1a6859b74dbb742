import { deepFreeze } from '@app/kernel';
import { z } from 'zod';
import type { Config } from './config.js';

const development = {
  ownerUrl: 'postgres://neuvo:neuvo@127.0.0.1:5432/neuvo',
  url: 'postgres://neuvo_app:neuvo_app@127.0.0.1:5432/neuvo',
  smtpUrl: 'smtp://127.0.0.1:1025',
  livekitKey: 'devkey',
  livekitSecret: 'development-secret-never-in-production',
};

const loopback = ['127.0.0.1', '::1', 'localhost'];

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((item) => item.trim().replace(/\/+$/, '')).filter(Boolean));

const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

const variables = z.object({
  // development | test | production; production refuses every development default
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  // Address to listen on
  HOST: z.string().min(1).default('127.0.0.1'),
  // Port to listen on; 0 = any free one
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  // Origin people use, e.g. https://neuvo.example.fi
  PUBLIC_URL: origin.optional(),
  // Further origins whose pages may write, comma separated
  ALLOWED_ORIGINS: list.pipe(z.array(origin)),
  // Reverse proxies in front of the server
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  // Requests handled at once before new ones answer 503
  MAX_IN_FLIGHT: z.coerce.number().int().min(1).default(2000),
  // Folder of the built web client (index.html)
  WEB_DIR: z.string().min(1).optional(),
  // PostgreSQL connection of the runtime role
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).default(development.url),
  // PostgreSQL connection of the owner, who runs the migrations
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).default(development.ownerUrl),
  // Connections of one process for requests (the queue and the sockets add up to 12)
  DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(200).default(20),
  // Mail server, smtp:// or smtps:// with user and password
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).default(development.smtpUrl),
  // Sender of all mails
  MAIL_FROM: z.string().regex(/@/).default('Neuvo <neuvo@neuvo.invalid>'),
  // Connections to the mail server per worker
  MAIL_CONNECTIONS: z.coerce.number().int().min(1).max(50).default(10),
  // Networks off the open internet that may hold subscribed calendars, comma separated, e.g. 10.1.0.0/16
  FEED_PRIVATE_NETWORKS: list.pipe(z.array(z.cidrv4().or(z.cidrv6()))),
  // LiveKit servers as this server reaches them, comma separated; empty = direct mode
  LIVEKIT_URLS: list.pipe(z.array(z.url({ protocol: /^(https?|wss?)$/ }))),
  // The same servers as browsers reach them, when different
  LIVEKIT_PUBLIC_URLS: list.pipe(z.array(z.url({ protocol: /^(https?|wss?)$/ }))),
  // Key and secret shared with the LiveKit servers
  LIVEKIT_API_KEY: z.string().min(1).default(development.livekitKey),
  LIVEKIT_API_SECRET: z.string().min(32).default(development.livekitSecret),
  // A session ends after this long without use
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(240).default(30),
  // A session ends after this long whatever happens
  SESSION_ABSOLUTE_HOURS: z.coerce.number().int().min(1).max(24).default(12),
  // Demo people at sign-in; only when HOST is a loopback address
  DEMO: flag.default(false),
  // pino level
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  // Fault tests: the point where the process kills itself; never in production
  FAILPOINT: z.string().min(1).optional(),
});

type Variables = z.infer<typeof variables>;

/** The environment cannot be used; the message is a readable list, one line per variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Turns environment variables into settings. Pure: reads only its argument.
 * @throws {ConfigError} naming every variable that is missing or wrong
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(listed(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)));
  }
  const problems = contradictions(parsed.data);
  if (problems.length > 0) throw new ConfigError(listed(problems));
  return deepFreeze(nest(parsed.data));
}

function contradictions(v: Variables): string[] {
  const problems: string[] = [];
  if (v.DEMO && !loopback.includes(v.HOST)) problems.push('DEMO: allowed only when HOST is a loopback address');
  if (v.LIVEKIT_PUBLIC_URLS.length > 0 && v.LIVEKIT_PUBLIC_URLS.length !== v.LIVEKIT_URLS.length) {
    problems.push('LIVEKIT_PUBLIC_URLS: must name as many servers as LIVEKIT_URLS');
  }
  if (v.NODE_ENV !== 'production') return problems;
  if (v.DEMO) problems.push('DEMO: not in production');
  if (v.FAILPOINT) problems.push('FAILPOINT: not in production');
  if (!v.PUBLIC_URL) problems.push('PUBLIC_URL: required in production');
  else if (!v.PUBLIC_URL.startsWith('https:') && !loopback.includes(new URL(v.PUBLIC_URL).hostname)) {
    problems.push('PUBLIC_URL: must be https');
  }
  if (v.DATABASE_URL === development.url) problems.push('DATABASE_URL: required in production');
  if (v.DATABASE_OWNER_URL === development.ownerUrl) problems.push('DATABASE_OWNER_URL: required in production');
  if (v.SMTP_URL === development.smtpUrl) problems.push('SMTP_URL: required in production');
  if (v.MAIL_FROM.includes('.invalid')) problems.push('MAIL_FROM: required in production');
  if (v.LIVEKIT_URLS.length > 0 && v.LIVEKIT_API_KEY === development.livekitKey) {
    problems.push('LIVEKIT_API_KEY: required in production');
  }
  if (v.LIVEKIT_URLS.length > 0 && v.LIVEKIT_API_SECRET === development.livekitSecret) {
    problems.push('LIVEKIT_API_SECRET: required in production');
  }
  return problems;
}

function nest(v: Variables): Config {
  const publicUrl = v.PUBLIC_URL ?? `http://localhost:${v.PORT}`;
  const publicLivekit = v.LIVEKIT_PUBLIC_URLS.length > 0 ? v.LIVEKIT_PUBLIC_URLS : v.LIVEKIT_URLS;
  return {
    environment: v.NODE_ENV,
    demo: v.DEMO,
    logLevel: v.LOG_LEVEL,
    failpoint: v.FAILPOINT ?? null,
    http: {
      host: v.HOST,
      port: v.PORT,
      publicUrl,
      allowedOrigins: [...new Set([publicUrl, ...v.ALLOWED_ORIGINS])],
      webDir: v.WEB_DIR ?? null,
      maxInFlight: v.MAX_IN_FLIGHT,
      trustedProxies: v.TRUSTED_PROXIES,
    },
    database: { url: v.DATABASE_URL, ownerUrl: v.DATABASE_OWNER_URL, poolMax: v.DATABASE_POOL_MAX },
    sessions: { idleMinutes: v.SESSION_IDLE_MINUTES, absoluteHours: v.SESSION_ABSOLUTE_HOURS },
    mail: { url: v.SMTP_URL, from: v.MAIL_FROM, connections: v.MAIL_CONNECTIONS },
    feeds: { privateNetworks: v.FEED_PRIVATE_NETWORKS },
    livekit: {
      urls: v.LIVEKIT_URLS.map((url) => url.replace(/^ws/, 'http')),
      publicUrls: publicLivekit.map((url) => url.replace(/^http/, 'ws')),
      apiKey: v.LIVEKIT_API_KEY,
      apiSecret: v.LIVEKIT_API_SECRET,
    },
  };
}

function listed(problems: readonly string[]): string {
  return `The settings cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
}
