import type { Config } from './config.js';

/** The settings for the log at start, passwords and secrets masked. */
export function describeConfig(config: Config): Record<string, unknown> {
  return {
    ...config,
    database: { ...config.database, url: maskUrl(config.database.url), ownerUrl: maskUrl(config.database.ownerUrl) },
    mail: { ...config.mail, url: maskUrl(config.mail.url) },
    livekit: { ...config.livekit, apiSecret: '***' },
  };
}

function maskUrl(text: string): string {
  const url = new URL(text);
  if (url.password) url.password = '***';
  for (const name of url.searchParams.keys()) if (/pass|secret|key/i.test(name)) url.searchParams.set(name, '***');
  return url.href;
}
