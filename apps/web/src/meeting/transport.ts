import type { PayloadOf, meetingNotices } from '@app/contracts';
import type { DirectPeer } from './direct-peers.js';

export type SignalNotice = PayloadOf<typeof meetingNotices.signal>;
export type Connection = 'good' | 'poor' | 'lost';

/** What this person sends. A camera that is off is null; a muted microphone keeps its track. */
export interface Outgoing {
  readonly microphone: { readonly track: MediaStreamTrack; readonly on: boolean } | null;
  readonly camera: MediaStreamTrack | null;
}

/** Shows the picture in an element until the returned function is called. */
export type AttachPicture = (video: HTMLVideoElement) => () => void;

/** One browser tab of somebody else, as a transport sees it. */
export interface RemotePerson {
  /** `<participationId>:<deviceSession>` */
  readonly id: string;
  readonly participationId: string;
  readonly micOn: boolean;
  readonly cameraOn: boolean;
  readonly speaking: boolean;
  readonly connection: Connection;
  readonly sound: MediaStreamTrack | null;
  /** Changes when the picture becomes another track; null while there is none. */
  readonly attach: AttachPicture | null;
}

/** Counters since the start of the connection, as far as the browser gives them. */
export interface ReceptionStats {
  readonly id: string;
  readonly participationId: string;
  readonly framesDecoded: number;
  readonly frameHeight: number;
  readonly audioEnergy: number;
  /** Share of packets lost, 0–100. */
  readonly lossPercent: number;
  /** There and back on the path in use, in milliseconds; null where the browser does not say. */
  readonly roundTripMs: number | null;
}

export type LossReason = 'lost' | 'removed' | 'other_tab';

export interface TransportEvents {
  people(people: readonly RemotePerson[]): void;
  /** The transport tries to mend itself, or has. */
  mending(mending: boolean): void;
  /** It is over; a new transport is needed for anything more. */
  lost(reason: LossReason): void;
  /** The media server muted the microphone. */
  mutedByServer(): void;
  own(own: { speaking: boolean; connection: Connection }): void;
}

/** A way for sound and picture to reach the others; made for one attempt and never used again. */
export interface Transport {
  /** Resolves when sound and picture can flow; rejects with MediaError. */
  open(): Promise<void>;
  /** States what is to be sent; the transport makes it so, the newest statement wins. */
  send(outgoing: Outgoing): void;
  stats(): Promise<ReceptionStats[]>;
  /** Direct mode: the people who are in now; a link to anybody else is closed at once. */
  roster?(peers: readonly DirectPeer[]): void;
  /** Direct mode: whether the message was for somebody of the roster; if not, it may be ahead of it. */
  receive?(notice: SignalNotice): boolean;
  /** Ends everything at once and silently. */
  close(): void;
}

/** Applies the newest value, one at a time; values that were overtaken are never applied. */
export class LatestWins<T> {
  #next: { value: T } | null = null;
  #running = false;

  constructor(
    private readonly apply: (value: T) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  get busy(): boolean {
    return this.#running;
  }

  set(value: T): void {
    this.#next = { value };
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#next) {
        const { value } = this.#next;
        this.#next = null;
        await this.apply(value);
      }
    } catch (error) {
      this.failed(error);
    } finally {
      this.#running = false;
    }
  }
}

/** Sums up the inbound streams of one sender. */
export function readReception(reports: Iterable<RTCStatsReport>): Omit<ReceptionStats, 'id' | 'participationId'> {
  let framesDecoded = 0;
  let frameHeight = 0;
  let audioEnergy = 0;
  let received = 0;
  let lost = 0;
  let roundTripMs: number | null = null;
  for (const report of reports) {
    for (const entry of report.values() as Iterable<Record<string, unknown>>) {
      if (entry['type'] === 'candidate-pair' && entry['nominated'] === true && typeof entry['currentRoundTripTime'] === 'number') {
        roundTripMs = Math.max(roundTripMs ?? 0, entry['currentRoundTripTime'] * 1000);
      }
      if (entry['type'] !== 'inbound-rtp') continue;
      framesDecoded += numberOf(entry['framesDecoded']);
      frameHeight = Math.max(frameHeight, numberOf(entry['frameHeight']));
      audioEnergy += numberOf(entry['totalAudioEnergy']);
      received += numberOf(entry['packetsReceived']);
      lost += Math.max(0, numberOf(entry['packetsLost']));
    }
  }
  return { framesDecoded, frameHeight, audioEnergy, lossPercent: received + lost === 0 ? 0 : (100 * lost) / (received + lost), roundTripMs };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
