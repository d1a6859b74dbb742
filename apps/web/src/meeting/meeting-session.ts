import type { ErrorCode, MeetingSnapshot, PayloadOf, Ticket, meetingEvents } from '@app/contracts';
import { ApiError } from '../api/api-error.js';
import { call } from '../api/call.js';
import type { Realtime } from '../api/realtime.js';
import { MeetingMedia } from './meeting-media.js';
import { TicketRefused, type MeetingServer, type RefusalCode, type SignalMessage } from './meeting-server.js';

type Device = Omit<PayloadOf<typeof meetingEvents.device>, 'consultationId'>;

export interface SessionView {
  /** The newest word of the server; null until the door has answered. */
  readonly snapshot: MeetingSnapshot | null;
  /** Milliseconds to add to the clock of this machine to get the server's. */
  readonly skewMs: number;
  /** Why the door does not let this person come, until it does. */
  readonly refusal: ApiError | null;
  /** Which moderator muted this person last. */
  readonly mutedBy: string | null;
}

const TRY_AGAIN_MS = 2_000;
/** The door opens when the server's clock says so, which may be a little later. */
const DOOR_LAG_MS = 300;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const refusals: ReadonlySet<ErrorCode | 'network'> = new Set<RefusalCode>([
  'meeting.not_admitted',
  'meeting.not_accepted',
  'meeting.removed',
  'meeting.not_open',
  'meeting.full',
  'meeting.ended',
]);
const passing: ReadonlySet<ErrorCode | 'network'> = new Set(['network', 'service.busy', 'service.unavailable', 'request.rate_limited', 'internal']);

/**
 * One person's presence at one meeting from this tab: stands at the door over the socket, comes back to it after each
 * reconnect, and hands every snapshot to the media controller. Lives outside React; `dispose()` leaves.
 */
export class MeetingSession implements MeetingServer {
  readonly media: MeetingMedia = new MeetingMedia({ server: this });

  #view: SessionView = { snapshot: null, skewMs: 0, refusal: null, mutedBy: null };
  #present = false;
  /** While the door's answer is under way: the newest snapshot that was pushed meanwhile, to be followed after it. */
  #entering: { pushed: MeetingSnapshot | null } | null = null;
  /** Came with the door's answer; there only while the answer is being followed. */
  #offered: Ticket | null = null;
  #device: Device | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #stops: readonly (() => void)[];

  constructor(
    private readonly realtime: Realtime,
    readonly consultationId: string,
  ) {
    const mine = (payload: { consultationId: string }) => payload.consultationId === this.consultationId;
    this.#stops = [
      realtime.on('meeting.snapshot', (snapshot) => mine(snapshot) && this.#hear(snapshot)),
      realtime.on('meeting.signal', (notice) => mine(notice) && this.media.receive(notice)),
      realtime.on('meeting.muted', (notice) => {
        if (!mine(notice)) return;
        this.#set({ mutedBy: notice.by });
        this.media.muteByModerator();
      }),
      realtime.watchConnection(() => {
        if (realtime.connection() === 'online') void this.#enter();
      }),
    ];
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): SessionView => this.#view;

  /** Goes to the door and, as soon as this person is let in, into the room; again after leaving. */
  join(): void {
    this.#present = true;
    void this.media.join();
    void this.#enter();
  }

  leave(): void {
    this.media.leave();
    if (this.#present) void this.realtime.ask('meeting.leave', { consultationId: this.consultationId }).catch(() => undefined);
    this.#present = false;
    clearTimeout(this.#timer);
  }

  /** The door may open at another time than was known: tries then. */
  opensAt(instant: string): void {
    if (this.#isShut()) this.#enterIn(Date.parse(instant) - this.#now() + DOOR_LAG_MS);
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.leave();
    this.media.dispose();
    this.#listeners.clear();
  }

  async getTicket(): Promise<Ticket> {
    if (this.#offered) return this.#offered;
    try {
      return await call('POST /api/consultations/:id/ticket', { params: { id: this.consultationId }, body: { deviceSession: this.media.deviceSession } });
    } catch (error) {
      if (error instanceof ApiError && refusals.has(error.code)) throw new TicketRefused(error.code as RefusalCode);
      throw error;
    }
  }

  signal(message: SignalMessage): void {
    this.#tell('meeting.signal', message);
  }

  tellDevice(device: Device): void {
    this.#device = device;
    this.#tell('meeting.device', device);
  }

  mediaLost(epoch: number): void {
    this.#tell('meeting.media-lost', { epoch });
  }

  /** Nobody waits for these; what they are about heals by the next snapshot. */
  #tell<N extends 'meeting.signal' | 'meeting.device' | 'meeting.media-lost'>(name: N, message: object): void {
    const payload = { consultationId: this.consultationId, ...message } as Parameters<typeof this.realtime.ask<N>>[1];
    void this.realtime.ask(name, payload).catch(() => undefined);
  }

  async #enter(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#present || this.realtime.connection() !== 'online') return;
    const { consultationId } = this;
    const entering = (this.#entering = { pushed: null as MeetingSnapshot | null });
    try {
      const withTicket = this.media.getSnapshot().mode === null;
      const { ticket, ...snapshot } = await this.realtime.ask('meeting.enter', { consultationId, deviceSession: this.media.deviceSession, withTicket });
      if (!this.#present) return;
      this.#set({ refusal: null });
      this.#offered = ticket;
      this.#follow(snapshot);
      this.#offered = null;
      // A new connection of the server's knows nothing of this tab's devices.
      if (this.#device && this.media.getSnapshot().mode !== null) this.tellDevice(this.#device);
    } catch (error) {
      if (this.#present) this.#refused(error);
    } finally {
      if (this.#entering === entering) this.#entering = null;
      if (entering.pushed && this.#present) this.#follow(entering.pushed);
    }
  }

  /** The answer of the door goes before what is pushed with it, for it may bring the ticket. */
  #hear(snapshot: MeetingSnapshot): void {
    if (this.#entering) this.#entering.pushed = snapshot;
    else this.#follow(snapshot);
  }

  #refused(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    if (passing.has(error.code)) return this.#enterIn(TRY_AGAIN_MS);
    this.#set({ refusal: error });
  }

  #follow(snapshot: MeetingSnapshot): void {
    const known = this.#view.snapshot;
    if (known && snapshot.version < known.version) return;
    this.#set({ snapshot, refusal: null, skewMs: Date.parse(snapshot.serverTime) - Date.now() });
    this.media.follow(snapshot);
    this.opensAt(snapshot.opensAt);
  }

  #isShut(): boolean {
    const { snapshot, refusal } = this.#view;
    return this.#present && (refusal?.code === 'meeting.not_open' || snapshot?.state === 'not_open');
  }

  #enterIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#enter(), Math.min(Math.max(milliseconds, TRY_AGAIN_MS / 2), LONGEST_TIMER_MS));
  }

  #now(): number {
    return Date.now() + this.#view.skewMs;
  }

  #set(change: Partial<SessionView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
