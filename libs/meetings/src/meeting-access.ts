import { ConsultationsService, type MeetingFacts } from '@app/consultations';
import { Clock, DomainError } from '@app/kernel';
import { AccessService, type Actor, type Decision, type PolicyName, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { phaseOf } from './door.rules.js';

export interface Meeting {
  readonly facts: MeetingFacts;
  readonly me: MeetingFacts['participants'][number];
}

/** Loads the facts of a meeting and asks the policy about them, for every use case of somebody who takes part. */
@Injectable()
export class MeetingAccess {
  constructor(
    private readonly consultations: ConsultationsService,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} what the policy says; `not_found` for those who do not take part */
  async load(tx: Tx, actor: Actor, consultationId: string, policy: PolicyName, may: (facts: MeetingFacts | null) => Decision): Promise<Meeting> {
    const facts = await this.consultations.meetingFacts(tx, actor, consultationId);
    this.access.ask(policy, may(facts));
    if (!facts?.me) throw new DomainError('not_found');
    return { facts, me: facts.me };
  }

  /** @throws {DomainError} `meeting.not_open`, `meeting.ended` */
  assertOpen({ facts }: Meeting): void {
    const phase = phaseOf(facts, this.clock.now());
    if (phase === 'not_open') throw new DomainError('meeting.not_open');
    if (phase === 'ended') throw new DomainError('meeting.ended');
  }

  /** @throws {DomainError} `meeting.ended` */
  assertNotEnded({ facts }: Meeting): void {
    if (phaseOf(facts, this.clock.now()) === 'ended') throw new DomainError('meeting.ended');
  }
}
