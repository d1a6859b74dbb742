import { type InputOf, type OutputOf, routes } from '@app/contracts';
import { type Actor, CurrentActor, Input, Route } from '@app/platform';
import { Controller } from '@nestjs/common';
import { NotificationsService } from './notifications.service.js';

const { notifications } = routes;

@Controller()
export class NotificationsController {
  constructor(private readonly service: NotificationsService) {}

  @Route(notifications.list, 'self')
  list(
    @CurrentActor() actor: Actor,
    @Input() input: InputOf<typeof notifications.list>,
  ): Promise<OutputOf<typeof notifications.list>> {
    return this.service.list(actor, input);
  }

  @Route(notifications.read, 'self')
  read(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof notifications.read>): Promise<void> {
    return this.service.markRead(actor, input);
  }
}
