import type { ChatMessage, ClientEventDefinition, AckOf, MeetingSnapshot, PayloadOf } from '@app/contracts';
import { events, notices } from '@app/contracts';
import type { Socket } from 'socket.io-client';
import type { HttpClient } from './http-client.js';

export type Answer<T> = { ok: true; data: T } | { ok: false; error: { code: string } };

interface MuteNotice {
  readonly by: string;
}

/** One browser tab of a participant, as far as the server sees it. */
export class MeetingClient {
  readonly snapshots: MeetingSnapshot[] = [];
  readonly messages: ChatMessage[] = [];
  readonly signals: PayloadOf<typeof notices.meeting.signal>[] = [];
  readonly mutes: MuteNotice[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(
    private readonly socket: Socket,
    readonly consultationId: string,
    readonly deviceSession: string,
  ) {
    socket.on(notices.meeting.snapshot.name, (snapshot: MeetingSnapshot) => this.keep(this.snapshots, snapshot));
    socket.on(notices.meeting.message.name, ({ message }: { message: ChatMessage }) => this.keep(this.messages, message));
    socket.on(notices.meeting.signal.name, (signal: PayloadOf<typeof notices.meeting.signal>) => this.keep(this.signals, signal));
    socket.on(notices.meeting.muted.name, (mute: MuteNotice) => this.keep(this.mutes, mute));
  }

  static async connect(browser: HttpClient, consultationId: string, deviceSession: string): Promise<MeetingClient> {
    return new MeetingClient(await browser.connect(), consultationId, deviceSession);
  }

  /** Sends a message and waits for its acknowledgement. */
  ask<E extends ClientEventDefinition>(event: E, payload: unknown): Promise<Answer<AckOf<E>>> {
    return this.socket.timeout(10_000).emitWithAck(event.name, payload) as Promise<Answer<AckOf<E>>>;
  }

  async enter(): Promise<Answer<MeetingSnapshot>> {
    const answer = await this.ask(events.meeting.enter, { consultationId: this.consultationId, deviceSession: this.deviceSession });
    if (answer.ok) this.keep(this.snapshots, answer.data);
    return answer;
  }

  /** The newest snapshot. */
  get last(): MeetingSnapshot {
    const newest = this.snapshots.reduce<MeetingSnapshot | null>((best, one) => (best && best.version > one.version ? best : one), null);
    if (!newest) throw new Error('No snapshot has come');
    return newest;
  }

  /** Waits until the newest snapshot is as told; returns it. */
  async until(what: (snapshot: MeetingSnapshot) => boolean, milliseconds = 8_000): Promise<MeetingSnapshot> {
    await this.untilTrue(() => this.snapshots.length > 0 && what(this.last), milliseconds);
    return this.last;
  }

  async untilTrue(what: () => boolean, milliseconds = 8_000): Promise<void> {
    if (what()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`It did not come in ${milliseconds} ms; last: ${JSON.stringify(this.snapshots.at(-1))}`));
      }, milliseconds);
      const look = (): void => {
        if (!what()) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
    });
  }

  /** How the newest snapshot shows somebody. */
  entry(participationId: string): MeetingSnapshot['roster'][number] {
    const entry = this.last.roster.find((one) => one.participationId === participationId);
    if (!entry) throw new Error('Not in the roster');
    return entry;
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  close(): void {
    this.socket.disconnect();
  }

  private keep<T>(list: T[], item: T): void {
    list.push(item);
    this.waiting.forEach((look) => look());
  }
}
