import { AccessToken, TrackSource, type VideoGrant } from 'livekit-server-sdk';

/** A ticket is good for the first connection only; LiveKit renews it by itself afterwards. */
export const ticketSeconds = 90;

export interface TicketFor {
  readonly room: string;
  /** `<participationId>:<deviceSession>` */
  readonly identity: string;
  readonly name: string;
}

/**
 * What a browser may do in a media room: join this one, send camera and microphone, receive. Nothing else is ever
 * granted: whoever held `roomAdmin` or `roomCreate` could act past our own rules, and `roomJoin` without a room opens
 * every room. Moderators act through our server.
 * @throws {Error} for an empty room name
 */
export function grantsFor(room: string): VideoGrant {
  if (room === '') throw new Error('A ticket without a room would open every room');
  return {
    roomJoin: true,
    room,
    canPublish: true,
    canPublishSources: [TrackSource.CAMERA, TrackSource.MICROPHONE],
    canSubscribe: true,
    canPublishData: false,
    canUpdateOwnMetadata: false,
  };
}

/** Signs a ticket; it is valid from now for `ticketSeconds`. */
export function signTicket(key: { apiKey: string; apiSecret: string }, { room, identity, name }: TicketFor): Promise<string> {
  const token = new AccessToken(key.apiKey, key.apiSecret, { identity, name, ttl: ticketSeconds });
  token.addGrant(grantsFor(room));
  return token.toJwt();
}
