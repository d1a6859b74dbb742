import { type InputOf, type OutputOf, routes } from '@app/contracts';
import { type Actor, CurrentActor, Input, Route } from '@app/platform';
import { Controller } from '@nestjs/common';
import { CaseWritingService } from './case-writing.service.js';
import { CasesService } from './cases.service.js';

const { cases } = routes;

@Controller()
export class CasesController {
  constructor(
    private readonly reading: CasesService,
    private readonly writing: CaseWritingService,
  ) {}

  @Route(cases.create, 'case.create')
  create(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof cases.create>): Promise<OutputOf<typeof cases.create>> {
    return this.writing.create(actor, input);
  }

  @Route(cases.list, 'case.list')
  list(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof cases.list>): Promise<OutputOf<typeof cases.list>> {
    return this.reading.list(actor, input);
  }

  @Route(cases.get, 'case.read')
  get(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof cases.get>): Promise<OutputOf<typeof cases.get>> {
    return this.reading.get(actor, input);
  }

  @Route(cases.update, 'case.manage')
  update(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof cases.update>): Promise<OutputOf<typeof cases.update>> {
    return this.writing.update(actor, input);
  }

  @Route(cases.updateSection, 'case.edit')
  updateSection(
    @CurrentActor() actor: Actor,
    @Input() input: InputOf<typeof cases.updateSection>,
  ): Promise<OutputOf<typeof cases.updateSection>> {
    return this.writing.updateSection(actor, input);
  }

  @Route(cases.addOwner, 'case.manage')
  addOwner(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof cases.addOwner>): Promise<OutputOf<typeof cases.addOwner>> {
    return this.writing.addOwner(actor, input);
  }
}
