import type { Consultation, InputOf, RouteDefinition, routes } from '@app/contracts';
import { DomainError } from '@app/kernel';
import { AccessService, type Actor, Database, Idempotency, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { type Act, ConsultationReader } from './consultation-reader.js';
import { type ConsultationFacts, mayManageConsultation } from './consultations.policy.js';

type Routes = typeof routes.consultations;

/** Changes made by whoever manages a consultation. */
@Injectable()
export class ManagedConsultations {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly idempotency: Idempotency,
    private readonly reader: ConsultationReader,
  ) {}

  /** One change under an idempotency key, asked of the policy first and shown as it is afterwards; a replay changes nothing. */
  once(
    actor: Actor,
    policy: 'consultation.move' | 'consultation.cancel',
    route: RouteDefinition,
    input: InputOf<Routes['move']> | InputOf<Routes['cancel']> | InputOf<Routes['replace']>,
    act: Act,
    change: (tx: Tx, facts: ConsultationFacts) => Promise<void>,
  ): Promise<Consultation> {
    const { id } = input.params;
    return this.database.transaction(async (tx) => {
      const { replayed, subjectId } = await this.idempotency.run(tx, actor, route, input, async () => {
        await change(tx, await this.find(tx, actor, policy, id));
        return id;
      });
      // The key belongs to another consultation.
      if (subjectId !== id) throw new DomainError('idempotency.key_reused');
      const facts = await this.find(tx, actor, policy, id);
      if (!replayed) await this.reader.announce(tx, facts);
      return this.reader.showOne(tx, actor, facts, replayed ? { action: 'consultation.read', operation: 'R' } : act);
    });
  }

  private async find(tx: Tx, actor: Actor, policy: 'consultation.move' | 'consultation.cancel', id: string): Promise<ConsultationFacts> {
    const facts = await this.reader.find(tx, actor, id);
    this.access.ask(policy, mayManageConsultation(facts));
    if (!facts) throw new DomainError('not_found');
    return facts;
  }
}
