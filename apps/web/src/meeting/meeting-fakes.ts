import type { MeetingSnapshot, Ticket } from '@app/contracts';
import { MeetingMedia } from './meeting-media.js';
import type { Outgoing, ReceptionStats, Transport, TransportEvents } from './transport.js';

/** Stands in for a MediaStreamTrack where there is no browser. */
export class FakeTrack extends EventTarget {
  enabled = true;
  readyState: MediaStreamTrackState = 'live';

  constructor(readonly kind: 'audio' | 'video') {
    super();
  }

  clone(): FakeTrack {
    const clone = new FakeTrack(this.kind);
    clone.enabled = this.enabled;
    clone.readyState = this.readyState;
    return clone;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** The device is pulled out. */
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }

  getSettings(): MediaTrackSettings {
    return { width: 960, height: 540 };
  }
}

/** What `getUserMedia` gives or refuses, by kind. */
export class FakeCapture extends EventTarget {
  readonly given: FakeTrack[] = [];
  readonly refusals: { audio?: string; video?: string } = {};
  questions = 0;

  readonly getUserMedia = async (wish: MediaStreamConstraints): Promise<MediaStream> => {
    this.questions += 1;
    const kinds = (['audio', 'video'] as const).filter((kind) => wish[kind]);
    for (const kind of kinds) {
      const refusal = this.refusals[kind];
      if (refusal) throw new DOMException('refused', refusal);
    }
    const tracks = kinds.map((kind) => new FakeTrack(kind));
    this.given.push(...tracks);
    return { getTracks: () => tracks } as unknown as MediaStream;
  };

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return [];
  }

  /** Puts itself where a browser has it. */
  install(): void {
    Object.defineProperty(globalThis, 'navigator', { value: { mediaDevices: this }, configurable: true });
    Object.defineProperty(globalThis, 'MediaStream', { value: FakeStream, configurable: true });
  }
}

class FakeStream {
  constructor(readonly tracks: readonly FakeTrack[]) {}
}

export class FakeTransport implements Transport {
  readonly sent: Outgoing[] = [];
  closed = false;
  opened: () => void = () => undefined;
  failed: (error: unknown) => void = () => undefined;

  constructor(
    readonly ticket: Ticket,
    readonly events: TransportEvents,
    private readonly opening: 'opens' | 'fails' | 'hangs',
  ) {}

  open(): Promise<void> {
    if (this.opening === 'opens') return Promise.resolve();
    if (this.opening === 'fails') return Promise.reject(new Error('refused'));
    return new Promise((resolve, reject) => {
      this.opened = resolve;
      this.failed = reject;
    });
  }

  send(outgoing: Outgoing): void {
    this.sent.push(outgoing);
  }

  get outgoing(): Outgoing {
    return this.sent.at(-1) ?? { microphone: null, camera: null };
  }

  /** Everything it was ever handed. */
  get handed(): MediaStreamTrack[] {
    return [...new Set(this.sent.flatMap(({ microphone, camera }) => [microphone?.track, camera]).filter((track) => track != null))];
  }

  async stats(): Promise<ReceptionStats[]> {
    return [];
  }

  close(): void {
    this.closed = true;
  }
}

/** A meeting whose server and transports do as told. */
export class FakeMeeting {
  readonly capture = new FakeCapture();
  readonly transports: FakeTransport[] = [];
  readonly states: string[] = [];
  readonly mediaLost: number[] = [];
  readonly device: { micOn: boolean; cameraOn: boolean }[] = [];
  readonly media: MeetingMedia;
  opening: 'opens' | 'fails' | 'hangs' = 'opens';
  tickets = 0;
  /** What the next ticket calls answer; an Error rejects. */
  answer: Partial<Ticket> | Error = {};
  epoch = 1;

  constructor() {
    this.capture.install();
    this.media = new MeetingMedia({
      server: {
        getTicket: async () => this.#ticket(),
        signal: () => undefined,
        tellDevice: (device) => this.device.push(device),
        mediaLost: (epoch) => this.mediaLost.push(epoch),
      },
      makeTransport: (ticket, events) => {
        const transport = new FakeTransport(ticket, events, this.opening);
        this.transports.push(transport);
        return transport;
      },
    });
    this.media.subscribe(() => {
      const { name } = this.media.getSnapshot().state;
      if (this.states.at(-1) !== name) this.states.push(name);
    });
  }

  get last(): FakeTransport {
    const transport = this.transports.at(-1);
    if (!transport) throw new Error('no transport was made');
    return transport;
  }

  /** Transports that are in use. */
  get open(): FakeTransport[] {
    return this.transports.filter((transport) => !transport.closed);
  }

  get state(): string {
    return this.media.getSnapshot().state.name;
  }

  snapshot(change: { admission?: MeetingSnapshot['my']['admission']; state?: MeetingSnapshot['state']; mode?: MeetingSnapshot['mode']; people?: number } = {}): MeetingSnapshot {
    const people = Array.from({ length: change.people ?? 1 }, (_, index) => ({
      participationId: index === (change.people ?? 1) - 1 ? 'me' : `p${index}`,
      admission: 'admitted' as const,
      since: `2027-01-01T10:0${index}:00.000Z`,
      devices: [{ deviceSession: index === (change.people ?? 1) - 1 ? this.media.deviceSession : 'tab', micOn: true, cameraOn: true }],
    }));
    return {
      my: { participationId: 'me', admission: change.admission ?? 'admitted', moderator: false },
      state: change.state ?? 'open',
      mode: change.mode ?? 'livekit',
      epoch: this.epoch,
      roster: people,
    } as unknown as MeetingSnapshot;
  }

  #ticket(): Ticket {
    this.tickets += 1;
    if (this.answer instanceof Error) throw this.answer;
    return { mode: 'livekit', participationId: 'me', expiresAt: '2027-01-01T00:00:00.000Z', epoch: this.epoch, ...this.answer };
  }
}

/** Lets everything that is due run, without any time passing. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
