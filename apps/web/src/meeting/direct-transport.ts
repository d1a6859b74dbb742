import type { Ticket } from '@app/contracts';
import { DirectLink } from './direct-link.js';
import { deviceId, pictureLimit, type DirectPeer } from './direct-peers.js';
import type { MeetingServer } from './meeting-server.js';
import type { Outgoing, ReceptionStats, RemotePerson, SignalNotice, Transport, TransportEvents } from './transport.js';

interface DirectPorts {
  readonly self: string;
  readonly ticket: Ticket;
  readonly server: Pick<MeetingServer, 'signal'>;
  /** Loudness of the own microphone, 0–1. */
  level(): number;
}

const LOOK_EVERY_MS = 250;
const CHECK_EVERY_LOOKS = 4;
const OWN_SPEAKING_LEVEL = 0.45;

/** Sound and picture from browser to browser, for the few when no media server can be had. */
export class DirectTransport implements Transport {
  readonly #links = new Map<string, DirectLink>();
  #peers: readonly DirectPeer[] = [];
  #outgoing: Outgoing = { microphone: null, camera: null };
  #timer: ReturnType<typeof setInterval> | null = null;
  #looks = 0;
  #seen = '';

  constructor(
    private readonly ports: DirectPorts,
    private readonly events: TransportEvents,
  ) {}

  /** There is nobody to wait for: each link comes up by itself. */
  async open(): Promise<void> {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#tell();
  }

  roster(peers: readonly DirectPeer[]): void {
    this.#peers = peers;
    for (const [id, link] of this.#links) {
      if (peers.some((peer) => peer.id === id)) continue;
      link.close();
      this.#links.delete(id);
    }
    for (const peer of this.#others()) {
      if (!this.#links.has(peer.id)) this.#links.set(peer.id, this.#link(peer));
    }
    this.#sendAll();
    this.#tell();
  }

  receive({ from, signal }: SignalNotice): boolean {
    const link = this.#links.get(deviceId(from));
    link?.receive(signal);
    return link !== undefined;
  }

  send(outgoing: Outgoing): void {
    this.#outgoing = outgoing;
    this.#sendAll();
  }

  async stats(): Promise<ReceptionStats[]> {
    return Promise.all(
      this.#others().flatMap((peer) => {
        const link = this.#links.get(peer.id);
        return link ? [link.stats().then((stats) => ({ id: peer.id, participationId: peer.participationId, ...stats }))] : [];
      }),
    );
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
  }

  #others(): DirectPeer[] {
    return this.#peers.filter((peer) => peer.id !== this.ports.self);
  }

  #link(peer: DirectPeer): DirectLink {
    const to = { participationId: peer.participationId, deviceSession: peer.deviceSession };
    return new DirectLink({
      iceServers: this.ports.ticket.iceServers ?? [],
      leads: this.ports.self > peer.id,
      send: (signal) => this.ports.server.signal({ epoch: this.ports.ticket.epoch, to, signal }),
      changed: () => this.#tell(),
    });
  }

  #sendAll(): void {
    const ownPicture = this.#peers.some((peer) => peer.id === this.ports.self && peer.picture);
    const limit = pictureLimit(this.#peers.filter((peer) => peer.picture).length);
    for (const peer of this.#others()) {
      const camera = ownPicture && peer.picture ? this.#outgoing.camera : null;
      this.#links.get(peer.id)?.send({ ...this.#outgoing, camera, limit });
    }
  }

  #look(): void {
    this.#looks += 1;
    if (this.#looks % CHECK_EVERY_LOOKS === 0) for (const link of this.#links.values()) void link.check();
    const speaking = this.#others().filter((peer) => this.#links.get(peer.id)?.speaking).map((peer) => peer.id);
    const ownSpeaking = this.#outgoing.microphone?.on === true && this.ports.level() > OWN_SPEAKING_LEVEL;
    const seen = [ownSpeaking, ...speaking].join();
    if (seen !== this.#seen) this.#tell();
    this.#seen = seen;
  }

  #tell(): void {
    this.events.people(this.#others().map((peer) => this.#describe(peer)));
    const ownSpeaking = this.#outgoing.microphone?.on === true && this.ports.level() > OWN_SPEAKING_LEVEL;
    this.events.own({ speaking: ownSpeaking, connection: 'good' });
  }

  #describe(peer: DirectPeer): RemotePerson {
    const link = this.#links.get(peer.id);
    const cameraOn = peer.cameraOn && peer.picture;
    return {
      id: peer.id,
      participationId: peer.participationId,
      micOn: peer.micOn,
      cameraOn,
      speaking: link?.speaking ?? false,
      connection: link?.connection ?? 'lost',
      sound: link?.sound ?? null,
      attach: cameraOn && this.#peers.some((own) => own.id === this.ports.self && own.picture) ? (link?.attach ?? null) : null,
    };
  }
}
