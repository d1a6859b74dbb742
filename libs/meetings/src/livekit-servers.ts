import { Config } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { type ParticipantInfo, RoomServiceClient, TrackSource, type WebhookEvent, WebhookReceiver } from 'livekit-server-sdk';
import { participationOf } from './attendance.rules.js';
import { maxDevices } from './door.rules.js';
import { signTicket, type TicketFor } from './livekit-grants.js';
import type { ServerState } from './room.rules.js';

const probeSeconds = 1;
const callSeconds = 2;
/** Seconds a room stays after its last person: an outage of everybody must not delete it. */
const departureTimeoutSeconds = 300;

/** Somebody in a media room, as far as we care. */
export interface MediaParticipant {
  readonly identity: string;
  readonly sid: string;
  readonly joinedAt: Date;
}

/** The independent LiveKit servers. Nothing here reads or writes our database; calls outside of one, never inside. */
@Injectable()
export class LiveKitServers {
  private readonly clients: ReadonlyMap<string, { probe: RoomServiceClient; call: RoomServiceClient; publicUrl: string }>;
  private readonly receiver: WebhookReceiver;
  private readonly key: { apiKey: string; apiSecret: string };

  constructor({ livekit }: Config) {
    this.key = { apiKey: livekit.apiKey, apiSecret: livekit.apiSecret };
    this.receiver = new WebhookReceiver(livekit.apiKey, livekit.apiSecret);
    const client = (url: string, requestTimeout: number): RoomServiceClient =>
      new RoomServiceClient(url, livekit.apiKey, livekit.apiSecret, { requestTimeout, failover: false });
    this.clients = new Map(
      livekit.urls.map((url, index) => [
        url,
        { probe: client(url, probeSeconds), call: client(url, callSeconds), publicUrl: livekit.publicUrls[index] ?? url },
      ]),
    );
  }

  /** Looks at all servers at once; none takes longer than a second. */
  probe(): Promise<ServerState[]> {
    return Promise.all(
      [...this.clients].map(async ([url, { probe }]) => {
        try {
          const rooms = await probe.listRooms();
          const load = rooms.reduce((sum, room) => sum + room.numParticipants, 0);
          return { url, up: true, load, rooms: new Set(rooms.map((room) => room.name)) };
        } catch {
          return { url, up: false, load: 0, rooms: new Set<string>() };
        }
      }),
    );
  }

  /** Address of a server for browsers. */
  publicUrl(server: string): string {
    return this.clients.get(server)?.publicUrl ?? server;
  }

  async createRoom(server: string, room: { name: string; emptyTimeoutSeconds: number }): Promise<void> {
    await this.call(server, (client) =>
      client.createRoom({
        name: room.name,
        emptyTimeout: room.emptyTimeoutSeconds,
        departureTimeout: departureTimeoutSeconds,
        maxParticipants: maxDevices,
      }),
    );
  }

  /** Deletes a room; one that is gone already is fine. */
  async deleteRoom(server: string, room: string): Promise<void> {
    await ignoringAbsent(this.call(server, (client) => client.deleteRoom(room)));
  }

  /** Who is in a room; nobody when there is no such room. */
  async listParticipants(server: string, room: string): Promise<MediaParticipant[]> {
    return (await this.participants(server, room)).map((one) => ({
      identity: one.identity,
      sid: one.sid,
      joinedAt: new Date(one.joinedAtMs > 0n ? Number(one.joinedAtMs) : Number(one.joinedAt) * 1000),
    }));
  }

  /** Throws somebody out. `at` invalidates tokens made before it, where the server knows how to. */
  async removeParticipant(server: string, room: string, identity: string, at: Date): Promise<void> {
    const revokeTokenTs = BigInt(Math.floor(at.getTime() / 1000));
    await ignoringAbsent(this.call(server, (client) => client.removeParticipant(room, identity, { revokeTokenTs })));
  }

  /** Mutes the microphones of all devices of somebody. */
  async muteMicrophones(server: string, room: string, participationId: string): Promise<void> {
    const devices = (await this.participants(server, room)).filter((one) => participationOf(one.identity) === participationId);
    const tracks = devices.flatMap((one) =>
      one.tracks.filter((track) => track.source === TrackSource.MICROPHONE).map((track) => ({ identity: one.identity, sid: track.sid })),
    );
    await Promise.all(
      tracks.map(({ identity, sid }) => ignoringAbsent(this.call(server, (client) => client.mutePublishedTrack(room, identity, sid, true)))),
    );
  }

  signTicket(ticket: TicketFor): Promise<string> {
    return signTicket(this.key, ticket);
  }

  /**
   * Checks the signature over the raw body and reads the event.
   * @throws {Error} when the signature is missing, wrong or old (60 s of clock difference are tolerated)
   */
  readWebhook(body: string, authorization: string | undefined): Promise<WebhookEvent> {
    return this.receiver.receive(body, authorization, false, '60s');
  }

  private async participants(server: string, room: string): Promise<ParticipantInfo[]> {
    return (await ignoringAbsent(this.call(server, (client) => client.listParticipants(room)))) ?? [];
  }

  /** One call with one retry, so that a single lost packet does not change a meeting. */
  private async call<T>(server: string, work: (client: RoomServiceClient) => Promise<T>): Promise<T> {
    const client = this.clients.get(server)?.call;
    if (!client) throw new Error(`The media server of a room is not configured any more: ${server}`);
    try {
      return await work(client);
    } catch (error) {
      if (isAnswer(error)) throw error;
      return work(client);
    }
  }
}

/** The server answered with a refusal; asking again would not help. */
function isAnswer(error: unknown): boolean {
  return statusOf(error) !== undefined && statusOf(error)! < 500;
}

function statusOf(error: unknown): number | undefined {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : undefined;
}

async function ignoringAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
