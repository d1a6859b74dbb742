import type { ConnectionQuality, LocalTrackPublication, Participant, RemoteParticipant, RemoteTrack, Room } from 'livekit-client';
import { MediaError } from './media-error.js';
import {
  LatestWins,
  readReception,
  type AttachPicture,
  type Connection,
  type LossReason,
  type Outgoing,
  type ReceptionStats,
  type RemotePerson,
  type Transport,
  type TransportEvents,
} from './transport.js';

type LiveKit = typeof import('livekit-client');
let library: Promise<LiveKit> | null = null;

/** Loads the library once; its size is why only a meeting pays for it. */
export function loadLiveKit(): Promise<LiveKit> {
  library ??= import('livekit-client').then(
    (liveKit) => {
      liveKit.setLogLevel('warn');
      return liveKit;
    },
    (cause: unknown) => {
      library = null;
      throw new MediaError('server_unreachable', { cause });
    },
  );
  return library;
}

/** Sound and picture through a LiveKit room. */
export class LiveKitTransport implements Transport {
  #liveKit: LiveKit | null = null;
  #room: Room | null = null;
  #closed = false;
  #connected = false;
  #telling = false;
  #wanted: Outgoing = { microphone: null, camera: null };
  readonly #outgoing = new LatestWins<Outgoing>(
    (outgoing) => this.#publish(outgoing),
    () => this.#lost('lost'),
  );
  readonly #attachers = new WeakMap<RemoteTrack, AttachPicture>();

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly events: TransportEvents,
  ) {}

  async open(): Promise<void> {
    const liveKit = await loadLiveKit();
    if (this.#closed) throw new MediaError('connection_failed');
    this.#liveKit = liveKit;
    const room = new liveKit.Room({
      // Phones and grids of twelve: only the size that is shown is sent, and only what is watched is encoded.
      adaptiveStream: true,
      dynacast: true,
      stopLocalTrackOnUnpublish: false,
      publishDefaults: {
        videoCodec: 'vp8',
        backupCodec: false,
        videoEncoding: { maxBitrate: 900_000, maxFramerate: 25 },
        videoSimulcastLayers: [liveKit.VideoPresets.h180],
      },
    });
    this.#room = room;
    this.#listen(room, liveKit);
    try {
      // Trying again is the business of the meeting, with a new ticket.
      await room.connect(this.url, this.token, { maxRetries: 0, websocketTimeout: 6_000 });
    } catch (cause) {
      throw new MediaError(isUnreachable(liveKit, cause) ? 'server_unreachable' : 'connection_failed', { cause });
    }
    if (this.#closed) {
      void room.disconnect(false);
      throw new MediaError('connection_failed');
    }
    this.#connected = true;
    this.#tell();
    // In a task of its own: publishing is work, and the pictures of the others are not to wait for it.
    setTimeout(() => this.#closed || this.#outgoing.set(this.#wanted));
  }

  send(outgoing: Outgoing): void {
    this.#wanted = outgoing;
    if (this.#connected) this.#outgoing.set(outgoing);
  }

  close(): void {
    this.#closed = true;
    void this.#room?.disconnect(false);
  }

  async stats(): Promise<ReceptionStats[]> {
    const people = [...(this.#room?.remoteParticipants.values() ?? [])];
    return Promise.all(
      people.map(async (person) => {
        const tracks = [...person.trackPublications.values()].flatMap((publication) => publication.track ?? []);
        const reports = await Promise.all(tracks.map((track) => track.getRTCStatsReport()));
        return { id: person.identity, participationId: participationOf(person), ...readReception(reports.flatMap((report) => report ?? [])) };
      }),
    );
  }

  #listen(room: Room, { RoomEvent, DisconnectReason }: LiveKit): void {
    const tell = () => this.#tell();
    for (const event of [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.TrackPublished,
      RoomEvent.TrackUnpublished,
      RoomEvent.TrackSubscribed,
      RoomEvent.TrackUnsubscribed,
      RoomEvent.TrackUnmuted,
      RoomEvent.ActiveSpeakersChanged,
      RoomEvent.ConnectionQualityChanged,
    ] as const) {
      room.on(event, tell);
    }
    room.on(RoomEvent.TrackMuted, (publication, participant) => {
      if (participant.isLocal && !this.#outgoing.busy && this.#isUnwantedMute(publication as LocalTrackPublication)) this.events.mutedByServer();
      this.#tell();
    });
    room.on(RoomEvent.SignalReconnecting, () => this.events.mending(true));
    room.on(RoomEvent.Reconnecting, () => this.events.mending(true));
    room.on(RoomEvent.Reconnected, () => {
      this.events.mending(false);
      this.#tell();
    });
    room.on(RoomEvent.Disconnected, (reason) => {
      // Before that, open() rejects.
      if (!this.#connected) return;
      this.#lost(reason === DisconnectReason.PARTICIPANT_REMOVED ? 'removed' : reason === DisconnectReason.DUPLICATE_IDENTITY ? 'other_tab' : 'lost');
    });
  }

  #isUnwantedMute(publication: LocalTrackPublication): boolean {
    const isMicrophone = publication.source === this.#liveKit?.Track.Source.Microphone;
    return isMicrophone && this.#wanted.microphone?.on === true && publication.track?.mediaStreamTrack.readyState === 'live';
  }

  async #publish({ microphone, camera }: Outgoing): Promise<void> {
    const liveKit = this.#liveKit;
    const room = this.#room;
    if (!liveKit || !room || this.#closed) return;
    const { Source } = liveKit.Track;
    const voice = room.localParticipant.getTrackPublication(Source.Microphone)?.audioTrack;
    const face = room.localParticipant.getTrackPublication(Source.Camera)?.videoTrack;
    const jobs: Promise<unknown>[] = [];
    if (!voice && microphone) {
      const track = new liveKit.LocalAudioTrack(microphone.track, undefined, true);
      track.source = Source.Microphone;
      // Muted before it is published: nothing may be heard between the two.
      if (!microphone.on) await track.mute();
      jobs.push(room.localParticipant.publishTrack(track, { source: Source.Microphone }));
    } else if (voice) {
      jobs.push(this.#adjust(voice as InstanceType<LiveKit['LocalAudioTrack']>, microphone?.track ?? null, microphone?.on ?? false));
    }
    if (!face && camera) {
      const track = new liveKit.LocalVideoTrack(camera, undefined, true);
      jobs.push(room.localParticipant.publishTrack(track, { source: Source.Camera }));
    } else if (face) {
      jobs.push(this.#adjust(face as InstanceType<LiveKit['LocalVideoTrack']>, camera, camera !== null));
    }
    await Promise.all(jobs);
  }

  async #adjust(local: InstanceType<LiveKit['LocalAudioTrack'] | LiveKit['LocalVideoTrack']>, track: MediaStreamTrack | null, on: boolean): Promise<void> {
    if (!on) await local.mute();
    if (track && track !== local.mediaStreamTrack) await local.replaceTrack(track, true);
    if (on) await local.unmute();
  }

  #lost(reason: LossReason): void {
    if (!this.#closed) this.events.lost(reason);
  }

  /** Many events come at once; one look at the room answers them all. */
  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      const room = this.#room;
      if (this.#closed || !room) return;
      this.events.people([...room.remoteParticipants.values()].map((person) => this.#describe(person)));
      const { localParticipant } = room;
      this.events.own({ speaking: localParticipant.isSpeaking, connection: connectionOf(localParticipant.connectionQuality) });
    });
  }

  #describe(person: RemoteParticipant): RemotePerson {
    const { Source } = (this.#liveKit as LiveKit).Track;
    const voice = person.getTrackPublication(Source.Microphone);
    const face = person.getTrackPublication(Source.Camera);
    const cameraOn = face !== undefined && !face.isMuted;
    return {
      id: person.identity,
      participationId: participationOf(person),
      micOn: voice !== undefined && !voice.isMuted,
      cameraOn,
      speaking: person.isSpeaking,
      connection: connectionOf(person.connectionQuality),
      sound: voice?.track?.mediaStreamTrack ?? null,
      attach: cameraOn && face.track ? this.#attacher(face.track as RemoteTrack) : null,
    };
  }

  /** The element goes to the library, which watches its size and visibility to choose what is sent. */
  #attacher(track: RemoteTrack): AttachPicture {
    const known = this.#attachers.get(track);
    if (known) return known;
    const attach: AttachPicture = (video) => {
      track.attach(video);
      return () => void track.detach(video);
    };
    this.#attachers.set(track, attach);
    return attach;
  }
}

function isUnreachable({ ConnectionError, ConnectionErrorReason }: LiveKit, cause: unknown): boolean {
  const { ServerUnreachable, WebSocket, ServiceNotFound } = ConnectionErrorReason;
  return cause instanceof ConnectionError && [ServerUnreachable, WebSocket, ServiceNotFound].includes(cause.reason as number);
}

function participationOf(person: Participant): string {
  return person.identity.split(':')[0] ?? person.identity;
}

function connectionOf(quality: ConnectionQuality): Connection {
  return quality === 'lost' ? 'lost' : quality === 'poor' ? 'poor' : 'good';
}
