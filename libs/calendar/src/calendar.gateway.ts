import { type AckOf, events, type PayloadOf } from '@app/contracts';
import { AccessService, type Actor, CurrentActor, Input, OnEvent } from '@app/platform';
import { ConnectedSocket, WebSocketGateway } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { mayWatch } from './availability.policy.js';

const prefix = 'calendar:';

/** Tells those who look at calendars when one of them changes; what has changed they ask for as anybody does. */
@WebSocketGateway()
export class CalendarGateway {
  constructor(private readonly access: AccessService) {}

  @OnEvent(events.calendar.watch, 'availability.preview')
  async watch(
    @CurrentActor() actor: Actor,
    @Input() { personIds }: PayloadOf<typeof events.calendar.watch>,
    @ConnectedSocket() socket: Socket,
  ): Promise<AckOf<typeof events.calendar.watch>> {
    this.access.ask('availability.preview', mayWatch(actor, personIds));
    for (const room of [...socket.rooms].filter((name) => name.startsWith(prefix))) await socket.leave(room);
    await socket.join(personIds.map((id) => prefix + id));
    return {};
  }
}
