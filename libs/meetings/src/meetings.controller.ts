import { type InputOf, type OutputOf, routes } from '@app/contracts';
import { type Actor, CurrentActor, Input, Route } from '@app/platform';
import { Controller } from '@nestjs/common';
import { ChatService } from './chat.service.js';
import { EndingsService } from './endings.service.js';
import { TicketsService } from './tickets.service.js';

const { ticket, end, messages } = routes.consultations;

@Controller()
export class MeetingsController {
  constructor(
    private readonly tickets: TicketsService,
    private readonly endings: EndingsService,
    private readonly chat: ChatService,
  ) {}

  @Route(ticket, 'meeting.enter')
  ticket(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof ticket>): Promise<OutputOf<typeof ticket>> {
    return this.tickets.issue(actor, input);
  }

  @Route(end, 'meeting.end')
  end(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof end>): Promise<OutputOf<typeof end>> {
    return this.endings.end(actor, input);
  }

  @Route(messages, 'meeting.read')
  messages(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof messages>): Promise<OutputOf<typeof messages>> {
    return this.chat.list(actor, input);
  }
}
