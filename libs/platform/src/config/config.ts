/** Settings of one process: read once by `loadConfig`, frozen, injected by this class. */
export abstract class Config {
  abstract readonly environment: 'development' | 'test' | 'production';
  /** Offers the list of demo people at sign-in; only on a loopback address. */
  abstract readonly demo: boolean;
  abstract readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Name of the point where this process kills itself (fault tests), else null. */
  abstract readonly failpoint: string | null;
  abstract readonly http: {
    readonly host: string;
    /** 0 = any free port. */
    readonly port: number;
    /** Origin people use, without a trailing slash: links in mails, cookie security, the Origin check. */
    readonly publicUrl: string;
    /** Every origin whose pages may write, `publicUrl` included. */
    readonly allowedOrigins: readonly string[];
    /** Folder of the built web client; null serves the API alone. */
    readonly webDir: string | null;
    /** Requests handled at once before new ones answer 503. */
    readonly maxInFlight: number;
    /** Number of reverse proxies whose X-Forwarded-For is believed. */
    readonly trustedProxies: number;
  };
  abstract readonly database: {
    /** Connection of the runtime role: no DDL, no change of audit rows. */
    readonly url: string;
    /** Connection of the owner, for migrations only. */
    readonly ownerUrl: string;
    readonly poolMax: number;
  };
  abstract readonly sessions: {
    readonly idleMinutes: number;
    readonly absoluteHours: number;
  };
  abstract readonly mail: {
    readonly url: string;
    readonly from: string;
    /** Connections to the mail server per worker; also the size of a delivery chunk. */
    readonly connections: number;
  };
  abstract readonly feeds: {
    /** Networks (CIDR) that are not on the open internet and yet may hold subscribed calendars. */
    readonly privateNetworks: readonly string[];
  };
  /** Independent media servers; empty = direct mode only. */
  abstract readonly livekit: {
    /** Addresses the server calls (http or https). */
    readonly urls: readonly string[];
    /** Addresses browsers connect to (ws or wss), in the same order. */
    readonly publicUrls: readonly string[];
    readonly apiKey: string;
    readonly apiSecret: string;
  };
}
