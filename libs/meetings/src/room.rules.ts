import { randomBytes } from 'node:crypto';

/** What a look at one media server found. */
export interface ServerState {
  /** Address as this server reaches it. */
  readonly url: string;
  readonly up: boolean;
  /** People in all its rooms. */
  readonly load: number;
  /** Names of its rooms. */
  readonly rooms: ReadonlySet<string>;
}

/** A name that cannot be guessed and is never used twice: 128 random bits. */
export function newRoomName(): string {
  return randomBytes(16).toString('base64url');
}

/** The server with the fewest people among those that answer. */
export function leastLoaded(servers: readonly ServerState[]): ServerState | null {
  return servers.filter((server) => server.up).reduce<ServerState | null>((best, server) => (best && best.load <= server.load ? best : server), null);
}

/** How long a room without its server waits for another before people connect to each other directly. */
const directAfterMilliseconds = 3_000;
/** One unanswered look may be a hiccup; moving everybody is not done for it. */
const silentLooks = 2;

export interface RoomSight {
  readonly server: string | null;
  readonly name: string;
  /** Looks in a row that the room's server did not answer, this one included. */
  readonly silent: number;
  /** Since the first of these looks, in milliseconds. */
  readonly silentFor: number;
}

/** What to do about a room after a look at all servers. */
export type Remedy = { readonly do: 'nothing' } | { readonly do: 'wait' } | { readonly do: 'replace'; readonly server: string | null };

/**
 * A room is lost when its server answers without it (it was restarted) or stops answering. It is replaced on the least
 * loaded server that answers; without any for three seconds, by direct mode (`server: null`).
 */
export function remedyFor(room: RoomSight, servers: readonly ServerState[]): Remedy {
  const own = servers.find((server) => server.url === room.server);
  if (own?.up && own.rooms.has(room.name)) return { do: 'nothing' };
  const target = leastLoaded(servers);
  if (own?.up) return { do: 'replace', server: target?.url ?? own.url };
  if (target) return room.silent >= silentLooks ? { do: 'replace', server: target.url } : { do: 'wait' };
  return room.silentFor >= directAfterMilliseconds ? { do: 'replace', server: null } : { do: 'wait' };
}
