import { CasesService } from '@app/cases';
import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { caseStateOf } from './consultation.rules.js';
import { ConsultationsRepository } from './consultations.repository.js';

/** Keeps the state of a case in step with its consultations; called after each change of one, whatever it was. */
@Injectable()
export class CaseProgress {
  constructor(
    private readonly cases: CasesService,
    private readonly repository: ConsultationsRepository,
  ) {}

  async settle(tx: Tx, caseId: string): Promise<void> {
    await this.cases.lock(tx, caseId);
    await this.cases.setState(tx, caseId, caseStateOf(await this.repository.statesOfCase(tx, caseId)));
  }
}
