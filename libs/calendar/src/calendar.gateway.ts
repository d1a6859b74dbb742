import { hasRole } from '@app/accounts';
import { type AckOf, events, type PayloadOf } from '@app/contracts';
import { AccessService, type Actor, CurrentActor, Input, OnEvent } from '@app/platform';
import { ConnectedSocket, WebSocketGateway } from '@nestjs/websockets';
import type { Socket } from 'socket.io';

const prefix = 'calendar:';

/** Tells those who look at calendars when one of them changes; what has changed they ask for as anybody does. */
@WebSocketGateway()
export class CalendarGateway {
  constructor(private readonly access: AccessService) {}

  @OnEvent(events.calendar.watch, 'consultation.book')
  async watch(
    @CurrentActor() actor: Actor,
    @Input() { personIds }: PayloadOf<typeof events.calendar.watch>,
    @ConnectedSocket() socket: Socket,
  ): Promise<AckOf<typeof events.calendar.watch>> {
    // As for looking at free times before there is a case.
    this.access.ask('consultation.book', hasRole(actor, 'professional', 'coordinator') ? { allow: true } : { allow: false, as: 'forbidden' });
    for (const room of [...socket.rooms].filter((name) => name.startsWith(prefix))) await socket.leave(room);
    await socket.join(personIds.map((id) => prefix + id));
    return {};
  }
}
