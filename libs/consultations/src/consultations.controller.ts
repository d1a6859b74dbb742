import { type Consultation, type InputOf, type OutputOf, routes, type SlotResult } from '@app/contracts';
import { type Actor, CurrentActor, Input, Route } from '@app/platform';
import { Controller } from '@nestjs/common';
import { AffectedService } from './affected.service.js';
import { AnswersService } from './answers.service.js';
import { BookingService } from './booking.service.js';
import { ChangesService } from './changes.service.js';
import { ConsultationsService } from './consultations.service.js';
import { ReplacingService } from './replacing.service.js';

const { consultations, slots } = routes;

@Controller()
export class ConsultationsController {
  constructor(
    private readonly service: ConsultationsService,
    private readonly booking: BookingService,
    private readonly changes: ChangesService,
    private readonly answers: AnswersService,
    private readonly replacing: ReplacingService,
    private readonly affecting: AffectedService,
  ) {}

  @Route(slots.search, 'consultation.book')
  search(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof slots.search>): Promise<SlotResult> {
    return this.booking.search(actor, input);
  }

  @Route(consultations.create, 'consultation.book')
  book(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof consultations.create>): Promise<Consultation> {
    return this.booking.book(actor, input);
  }

  @Route(consultations.list, 'consultation.list')
  list(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof consultations.list>): Promise<OutputOf<typeof consultations.list>> {
    return this.service.list(actor, input);
  }

  @Route(consultations.get, 'consultation.read')
  get(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof consultations.get>): Promise<Consultation> {
    return this.service.get(actor, input);
  }

  @Route(consultations.move, 'consultation.move')
  move(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof consultations.move>): Promise<Consultation> {
    return this.changes.move(actor, input);
  }

  @Route(consultations.cancel, 'consultation.cancel')
  cancel(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof consultations.cancel>): Promise<Consultation> {
    return this.changes.cancel(actor, input);
  }

  @Route(consultations.replace, 'consultation.move')
  replace(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof consultations.replace>): Promise<Consultation> {
    return this.replacing.replace(actor, input);
  }

  @Route(consultations.affected, 'availability.read')
  affected(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof consultations.affected>): Promise<OutputOf<typeof consultations.affected>> {
    return this.affecting.list(actor, input);
  }

  @Route(consultations.respond, 'consultation.respond')
  respond(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof consultations.respond>): Promise<Consultation> {
    return this.answers.respond(actor, input);
  }
}
