import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuthenticatorPort } from '../access/authenticator-port.js';
import { RealtimeServer } from './realtime-server.js';

const everyMilliseconds = 60_000;

/** Ends the sockets of sessions that have ended. A socket in a `meeting:` room counts as use of its session, others do not. */
@Injectable()
export class SocketSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SocketSessions.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: RealtimeServer,
    private readonly authenticator: AuthenticatorPort,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.check(), everyMilliseconds);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Looks at every socket of this process once. */
  async check(): Promise<void> {
    for (const socket of this.server.io.sockets.sockets.values()) {
      const touch = [...socket.rooms].some((room) => room.startsWith('meeting:'));
      try {
        const actor = await this.authenticator.authenticate(socket.handshake.headers.cookie, { touch });
        if (!actor) socket.disconnect(true);
      } catch (error) {
        this.logger.warn(`sessions not checked: ${error instanceof Error ? error.message : 'unknown'}`);
        return;
      }
    }
  }
}
