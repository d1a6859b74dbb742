import type { Notice, PayloadOf, ServerEventDefinition } from '@app/contracts';
import { notices } from '@app/contracts';
import { Injectable } from '@nestjs/common';
import { RealtimeServer } from './realtime-server.js';

/** Messages to browsers, from the api and the worker alike. Rooms: `person:<id>`, `session:<id>` and those of features. */
@Injectable()
export class Realtime {
  constructor(private readonly server: RealtimeServer) {}

  /** Tells that something changed, so that clients fetch it again. Call after the commit. */
  notify(rooms: string | readonly string[], notice: Notice): void {
    this.emit(rooms, notices.changed, notice);
  }

  /** Sends a whole message; only for what cannot be fetched (chat, presence, signalling). */
  emit<E extends ServerEventDefinition>(rooms: string | readonly string[], event: E, payload: PayloadOf<E>): void {
    const to = [rooms].flat() as string[];
    if (to.length === 0) return;
    this.server.io.to(to).emit(event.name, payload);
  }

  /** Puts all sockets that are in `rooms` into `room`, on every server. */
  join(rooms: string | readonly string[], room: string): void {
    this.server.io.in([rooms].flat() as string[]).socketsJoin(room);
  }

  /** Takes all sockets that are in `rooms` out of `room`, on every server. */
  leave(rooms: string | readonly string[], room: string): void {
    this.server.io.in([rooms].flat() as string[]).socketsLeave(room);
  }

  /** Ends all connections in a room, on every server (sign-out, lost access). */
  disconnect(room: string): void {
    this.server.io.in(room).disconnectSockets(true);
  }
}
