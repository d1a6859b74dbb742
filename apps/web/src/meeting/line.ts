import type { Ticket } from '@app/contracts';
import { Attempt, type OwnMedia } from './attempt.js';
import type { DirectPeer } from './direct-peers.js';
import { MediaError } from './media-error.js';
import { TicketRefused, type RefusalCode } from './meeting-server.js';
import { rejoinDelay, STEADY_AFTER_MS } from './rejoin-delay.js';
import type { LossReason, ReceptionStats, SignalNotice, Transport, TransportEvents } from './transport.js';

/** While a transport mends itself: how often the server is asked whether the room has been replaced meanwhile. */
const ASK_EVERY_MS = 2_500;
/** How long a transport may try to mend itself. */
const MENDING_LIMIT_MS = 12_000;
/** Signals kept that come before their transport or their peer is there. */
const EARLY_SIGNALS = 200;

export interface LinePorts {
  getTicket(): Promise<Ticket>;
  mediaLost(epoch: number): void;
  makeTransport(ticket: Ticket, events: TransportEvents): Transport;
}

export interface LineEvents extends Pick<TransportEvents, 'people' | 'own' | 'mutedByServer'> {
  connected(ticket: Ticket): void;
  mending(): void;
  /** Nothing goes out or comes in; a new try is under way. */
  broken(problem: MediaError | null): void;
  refused(code: RefusalCode): void;
  over(reason: Exclude<LossReason, 'lost'>): void;
}

/**
 * Keeps this tab connected to the room that is in force: one attempt at a time, each with a new ticket and a new
 * transport. Events of an attempt that has been replaced are not listened to.
 */
export class Line {
  /** The newest room that is known. */
  #epoch = 0;
  #attempt: Attempt | null = null;
  #media: OwnMedia = { microphone: null, micOn: false, camera: null };
  #peers: readonly DirectPeer[] = [];
  #early: SignalNotice[] = [];
  #failures = 0;
  #connectedAt: number | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly ports: LinePorts,
    private readonly events: LineEvents,
  ) {}

  /** Connects to the room of this epoch or a newer one, and stays so until `close()`. */
  open(epoch: number): void {
    this.#failures = 0;
    this.#epoch = epoch;
    this.#connect();
  }

  /** Leaves at once for a newer room; does nothing when it is the same or older. */
  moveTo(epoch: number): void {
    if (epoch <= this.#epoch) return;
    this.#drop();
    this.events.broken(null);
    this.open(epoch);
  }

  send(media: OwnMedia): void {
    this.#media = media;
    this.#attempt?.send(media);
  }

  roster(peers: readonly DirectPeer[]): void {
    this.#peers = peers;
    this.#attempt?.transport?.roster?.(peers);
    this.#deliverEarly();
  }

  receive(notice: SignalNotice): void {
    if (notice.epoch < this.#epoch) return;
    this.#early = [...this.#early, notice].slice(-EARLY_SIGNALS);
    this.#deliverEarly();
  }

  async stats(): Promise<ReceptionStats[]> {
    return (await this.#attempt?.transport?.stats()) ?? [];
  }

  close(): void {
    this.#drop();
    this.#early = [];
  }

  #connect(): void {
    const attempt = new Attempt();
    this.#attempt = attempt;
    this.#enter(attempt).catch((error: unknown) => {
      if (this.#attempt === attempt) this.#failed(error);
    });
  }

  async #enter(attempt: Attempt): Promise<void> {
    const ticket = await this.ports.getTicket();
    if (this.#attempt !== attempt) return;
    // From a server that has not yet seen the room this tab knows of.
    if (ticket.epoch < this.#epoch) throw new MediaError('server_unreachable');
    this.#epoch = ticket.epoch;
    attempt.take(ticket, this.ports.makeTransport(ticket, this.#eventsOf(attempt)));
    attempt.send(this.#media);
    attempt.transport?.roster?.(this.#peers);
    this.#deliverEarly();
    await attempt.open();
    if (this.#attempt !== attempt) return;
    this.#connectedAt = performance.now();
    this.events.connected(ticket);
  }

  #eventsOf(attempt: Attempt): TransportEvents {
    const current = () => this.#attempt === attempt;
    return {
      people: (people) => current() && this.events.people(people),
      own: (own) => current() && this.events.own(own),
      mutedByServer: () => current() && this.events.mutedByServer(),
      mending: (mending) => current() && this.#mend(attempt, mending),
      lost: (reason) => current() && this.#lost(reason),
    };
  }

  #mend(attempt: Attempt, mending: boolean): void {
    if (this.#connectedAt === null) return;
    if (!mending) {
      this.#stopAsking();
      if (attempt.ticket) this.events.connected(attempt.ticket);
    } else if (this.#asking === undefined) {
      this.events.mending();
      this.ports.mediaLost(this.#epoch);
      const since = performance.now();
      this.#asking = setInterval(() => {
        if (performance.now() - since >= MENDING_LIMIT_MS) this.#lost('lost');
        else void this.#askForNewerRoom(attempt);
      }, ASK_EVERY_MS);
    }
  }

  /** The push that tells of a new room may have been lost together with the line. */
  async #askForNewerRoom(attempt: Attempt): Promise<void> {
    try {
      const { epoch } = await this.ports.getTicket();
      if (this.#attempt === attempt) this.moveTo(epoch);
    } catch (error) {
      if (this.#attempt === attempt && error instanceof TicketRefused) this.#failed(error);
    }
  }

  #lost(reason: LossReason): void {
    if (reason === 'lost') {
      this.#failed(null);
    } else {
      this.close();
      this.events.over(reason);
    }
  }

  #failed(error: unknown): void {
    const steady = this.#connectedAt !== null && performance.now() - this.#connectedAt >= STEADY_AFTER_MS;
    this.#drop();
    if (error instanceof TicketRefused) return this.events.refused(error.code);
    if (steady) this.#failures = 0;
    this.ports.mediaLost(this.#epoch);
    this.events.broken(error === null ? null : error instanceof MediaError ? error : new MediaError('server_unreachable', { cause: error }));
    this.#retry = setTimeout(() => this.#connect(), rejoinDelay(this.#failures));
    this.#failures += 1;
  }

  #drop(): void {
    clearTimeout(this.#retry);
    this.#stopAsking();
    const attempt = this.#attempt;
    this.#attempt = null;
    this.#connectedAt = null;
    attempt?.close();
  }

  #stopAsking(): void {
    clearInterval(this.#asking);
    this.#asking = undefined;
  }

  /** Hands over kept signals in their order; what still has no receiver waits on. */
  #deliverEarly(): void {
    const attempt = this.#attempt;
    const epoch = attempt?.ticket?.epoch;
    if (epoch === undefined) return;
    this.#early = this.#early.filter((notice) => notice.epoch >= epoch && !(notice.epoch === epoch && attempt?.transport?.receive?.(notice)));
  }
}
