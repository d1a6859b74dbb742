import { describe, expect, it } from '@jest/globals';
import { describeConfig } from './describe-config.js';
import { ConfigError, loadConfig } from './env.js';

const production = {
  NODE_ENV: 'production',
  HOST: '0.0.0.0',
  PUBLIC_URL: 'https://neuvo.example.fi',
  DATABASE_URL: 'postgres://app:app-password@db/neuvo',
  DATABASE_OWNER_URL: 'postgres://owner:owner-password@db/neuvo',
  SMTP_URL: 'smtps://mailer:mail-password@mail.example.fi',
  MAIL_FROM: 'neuvo@example.fi',
};

describe('loadConfig', () => {
  it('needs nothing in development', () => {
    const config = loadConfig({});
    expect(config.http).toMatchObject({ host: '127.0.0.1', port: 3000, publicUrl: 'http://localhost:3000' });
    expect(Object.isFrozen(config.http)).toBe(true);
  });

  it('names every wrong variable at once', () => {
    expect(() => loadConfig({ PORT: 'http', SESSION_IDLE_MINUTES: '0', MAIL_CONNECTIONS: 'many' })).toThrow(
      /PORT[\s\S]*MAIL_CONNECTIONS[\s\S]*SESSION_IDLE_MINUTES/,
    );
  });

  it('refuses development defaults in production', () => {
    expect(loadConfig(production).environment).toBe('production');
    for (const name of ['PUBLIC_URL', 'DATABASE_URL', 'DATABASE_OWNER_URL', 'SMTP_URL', 'MAIL_FROM']) {
      expect(() => loadConfig({ ...production, [name]: undefined })).toThrow(name);
    }
    expect(() => loadConfig({ ...production, LIVEKIT_URLS: 'https://sfu.example.fi' })).toThrow(/LIVEKIT_API_KEY[\s\S]*LIVEKIT_API_SECRET/);
    expect(() => loadConfig({ ...production, FAILPOINT: 'x' })).toThrow(ConfigError);
  });

  it('lets subscribed calendars lie on the open internet and on the networks it is told of', () => {
    expect(loadConfig({}).feeds.privateNetworks).toEqual([]);
    expect(loadConfig({ FEED_PRIVATE_NETWORKS: '10.1.0.0/16, fd00::/8' }).feeds.privateNetworks).toEqual(['10.1.0.0/16', 'fd00::/8']);
    expect(() => loadConfig({ FEED_PRIVATE_NETWORKS: 'everywhere' })).toThrow(/FEED_PRIVATE_NETWORKS/);
  });

  it('allows demo people on a loopback address only', () => {
    expect(loadConfig({ DEMO: 'true' }).demo).toBe(true);
    expect(() => loadConfig({ DEMO: 'true', HOST: '0.0.0.0' })).toThrow(/DEMO/);
    expect(() => loadConfig({ ...production, HOST: '127.0.0.1', DEMO: 'true' })).toThrow(/DEMO/);
  });

  it('speaks http to LiveKit and gives browsers the socket address', () => {
    const { livekit } = loadConfig({ LIVEKIT_URLS: 'ws://127.0.0.1:7880, https://b.example/' });
    expect(livekit.urls).toEqual(['http://127.0.0.1:7880', 'https://b.example']);
    expect(livekit.publicUrls).toEqual(['ws://127.0.0.1:7880', 'wss://b.example']);
  });

  it('prints no secret', () => {
    const printed = JSON.stringify(describeConfig(loadConfig(production)));
    expect(printed).not.toMatch(/-password/);
  });
});
