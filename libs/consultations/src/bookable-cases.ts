import { type CaseFacts, CasesService, mayBookCase } from '@app/cases';
import { DomainError } from '@app/kernel';
import { AccessService, type Actor, type Tx } from '@app/platform';
import { type Centre, ReferenceService } from '@app/reference';
import { Injectable } from '@nestjs/common';

/** Cases that somebody may book a consultation of. */
@Injectable()
export class BookableCases {
  constructor(
    private readonly access: AccessService,
    private readonly reference: ReferenceService,
    private readonly cases: CasesService,
  ) {}

  /** The case and its centre; asks `consultation.book`. */
  async find(tx: Tx, actor: Actor, caseId: string): Promise<{ facts: CaseFacts; centre: Centre }> {
    const facts = await this.cases.facts(tx, actor, caseId);
    const centre = facts && (await this.reference.centre(tx, facts.header.centreId));
    this.access.ask('consultation.book', mayBookCase(facts, { directBooking: centre?.directBooking ?? false }));
    if (!facts || !centre) throw new DomainError('not_found');
    return { facts, centre };
  }
}
