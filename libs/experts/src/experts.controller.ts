import { type InputOf, type OutputOf, routes } from '@app/contracts';
import { type Actor, CurrentActor, Input, Route } from '@app/platform';
import { Controller } from '@nestjs/common';
import { ExpertsService } from './experts.service.js';

@Controller()
export class ExpertsController {
  constructor(private readonly experts: ExpertsService) {}

  @Route(routes.experts.list, 'directory.read')
  list(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof routes.experts.list>): Promise<OutputOf<typeof routes.experts.list>> {
    return this.experts.list(actor, input);
  }
}
