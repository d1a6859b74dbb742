import { DomainError } from '@app/kernel';
import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, Socket } from 'socket.io';
import type { Actor } from '../access/actor.js';
import type { AuthenticatorPort } from '../access/authenticator-port.js';
import { isSameSite } from '../access/same-site.js';
import { toDomainError, toProblem } from '../errors/problem.js';

/** Facts kept on a socket from its handshake on. */
export interface SocketData {
  readonly actor: Actor;
}

/** Puts this process' socket.io server on the HTTP server; nobody connects without our origin and a live session. */
export class RealtimeAdapter extends IoAdapter {
  constructor(
    app: INestApplication,
    private readonly io: Server,
    private readonly authenticator: AuthenticatorPort,
    private readonly allowedOrigins: readonly string[],
  ) {
    super(app);
    io.attach(app.getHttpServer(), {
      path: '/socket.io',
      serveClient: false,
      transports: ['websocket'],
      maxHttpBufferSize: 65_536,
      perMessageDeflate: false,
      pingInterval: 10_000,
      pingTimeout: 8_000,
      allowRequest: (request, decide) => {
        const allowed = isSameSite(request.headers, this.allowedOrigins);
        decide(allowed ? null : 'origin not allowed', allowed);
      },
    });
    io.use((socket, next) => {
      this.admit(socket).then(() => next(), (error: unknown) => next(refusal(error)));
    });
  }

  override createIOServer(): Server {
    return this.io;
  }

  /** `RealtimeServer` closes the server in its own order. */
  override async close(): Promise<void> {}

  private async admit(socket: Socket): Promise<void> {
    const actor = await this.authenticator.authenticate(socket.handshake.headers.cookie);
    if (!actor) throw new DomainError('session.required');
    socket.data = { actor } satisfies SocketData;
    await socket.join([`person:${actor.personId}`, `session:${actor.sessionId}`]);
  }
}

function refusal(thrown: unknown): Error {
  const error = toDomainError(thrown);
  return Object.assign(new Error(error.code), { data: toProblem(error, '') });
}
