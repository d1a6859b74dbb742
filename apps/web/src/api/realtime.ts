import type { AckOf, Acknowledgement, Notice, PayloadOf, events, notices } from '@app/contracts';
import type { QueryClient } from '@tanstack/react-query';
import type { Socket } from 'socket.io-client';
import { ApiError } from './api-error.js';
import { keys } from './keys.js';

type ClientEvent = { [Feature in keyof typeof events]: (typeof events)[Feature][keyof (typeof events)[Feature]] }[keyof typeof events];
type ServerEvent = (typeof notices.meeting)[keyof typeof notices.meeting] | typeof notices.changed;
type ClientEventNamed<N> = Extract<ClientEvent, { name: N }>;
type ServerEventNamed<N> = Extract<ServerEvent, { name: N }>;

export type Connection = 'connecting' | 'online' | 'lost';

const ACKNOWLEDGE_WITHIN_MS = 10_000;
const REFUSED_RETRY_MS = 5_000;

/**
 * The one socket of a signed-in page. Notices only say what changed: the cache fetches it again. With each connection,
 * the first one too, everything on screen is fetched again, because notices of the time before are gone.
 */
export class Realtime {
  private readonly socket: Promise<Socket>;
  private readonly watchers = new Set<() => void>();
  private state: Connection = 'connecting';
  private closed = false;

  constructor(private readonly cache: QueryClient) {
    this.socket = this.open();
  }

  readonly connection = (): Connection => this.state;

  readonly watchConnection = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Sends a message and waits for its acknowledgement; throws ApiError, `network` when none came in 10 s. */
  async ask<N extends ClientEvent['name']>(
    name: N,
    payload: PayloadOf<ClientEventNamed<N>>,
  ): Promise<AckOf<ClientEventNamed<N>>> {
    const socket = await this.socket;
    const answer = await this.acknowledged(socket, name, payload);
    if (!answer.ok) throw ApiError.of(answer.error);
    return answer.data as AckOf<ClientEventNamed<N>>;
  }

  /** Listens to one kind of message until the returned function is called. */
  on<N extends ServerEvent['name']>(
    name: N,
    listener: (payload: PayloadOf<ServerEventNamed<N>>) => void,
  ): () => void {
    let stopped = false;
    void this.socket.then((socket) => {
      if (!stopped) socket.on(name as string, listener as (payload: unknown) => void);
    });
    return () => {
      stopped = true;
      void this.socket.then((socket) => socket.off(name as string, listener as (payload: unknown) => void));
    };
  }

  /** Connects anew with the present session cookie. */
  async reconnect(): Promise<void> {
    const socket = await this.socket;
    socket.disconnect().connect();
  }

  dispose(): void {
    this.closed = true;
    this.watchers.clear();
    void this.socket.then((socket) => socket.disconnect());
  }

  private async open(): Promise<Socket> {
    const { io } = await import('socket.io-client');
    const socket = io({ transports: ['websocket'], reconnectionDelay: 500, reconnectionDelayMax: 5_000, autoConnect: false });
    socket.on('connect', () => {
      this.become('online');
      void this.cache.invalidateQueries();
    });
    const lose = () => {
      this.become('lost');
      // Cut off or refused by the server, socket.io does not try again by itself. The query tells whether the session is gone.
      if (socket.active || this.closed) return;
      void this.cache.invalidateQueries({ queryKey: keys.me });
      setTimeout(() => this.closed || socket.connect(), REFUSED_RETRY_MS);
    };
    socket.on('disconnect', lose);
    socket.on('connect_error', lose);
    socket.on('notice', (notice: Notice) => this.refetch(notice));
    if (!this.closed) socket.connect();
    return socket;
  }

  private async acknowledged(socket: Socket, name: string, payload: unknown): Promise<Acknowledgement<unknown>> {
    try {
      return (await socket.timeout(ACKNOWLEDGE_WITHIN_MS).emitWithAck(name, payload)) as Acknowledgement<unknown>;
    } catch (cause) {
      throw ApiError.network(cause);
    }
  }

  private refetch({ topic, id }: Notice): void {
    for (const queryKey of staleKeys(topic, id)) void this.cache.invalidateQueries({ queryKey });
  }

  private become(state: Connection): void {
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

function staleKeys(topic: Notice['topic'], id: string | null): (readonly unknown[])[] {
  switch (topic) {
    case 'case':
      return id === null ? [keys.cases.all] : [keys.cases.one(id), keys.cases.lists];
    case 'consultation':
      return id === null ? [keys.consultations.all] : [keys.consultations.one(id), keys.consultations.lists];
    case 'consultations':
      return [keys.consultations.lists];
    case 'hold':
      return id === null ? [keys.holds.all] : [keys.holds.one(id), keys.holds.lists];
    case 'calendar':
      return [keys.slots.all, id === null ? keys.calendars.all : keys.calendars.one(id)];
    case 'notifications':
      return [keys.notifications];
    case 'session':
      return [keys.me];
  }
}
