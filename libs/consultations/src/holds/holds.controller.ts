import { type Hold, type InputOf, type OutputOf, routes } from '@app/contracts';
import { type Actor, CurrentActor, Input, Route } from '@app/platform';
import { Controller } from '@nestjs/common';
import { HoldAnswersService } from './hold-answers.service.js';
import { HoldingService } from './holding.service.js';
import { HoldsService } from './holds.service.js';

const { holds } = routes;

@Controller()
export class HoldsController {
  constructor(
    private readonly service: HoldsService,
    private readonly holding: HoldingService,
    private readonly answers: HoldAnswersService,
  ) {}

  @Route(holds.create, 'consultation.book')
  hold(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof holds.create>): Promise<Hold> {
    return this.holding.hold(actor, input);
  }

  @Route(holds.list, 'hold.list')
  list(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof holds.list>): Promise<OutputOf<typeof holds.list>> {
    return this.service.list(actor, input);
  }

  @Route(holds.get, 'hold.read')
  get(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof holds.get>): Promise<Hold> {
    return this.service.get(actor, input);
  }

  @Route(holds.answer, 'hold.answer')
  answer(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof holds.answer>): Promise<Hold> {
    return this.answers.answer(actor, input);
  }

  @Route(holds.confirm, 'hold.manage')
  confirm(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof holds.confirm>): Promise<Hold> {
    return this.service.confirm(actor, input);
  }

  @Route(holds.release, 'hold.manage')
  release(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof holds.release>): Promise<Hold> {
    return this.service.release(actor, input);
  }
}
