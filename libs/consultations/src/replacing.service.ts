import { PeopleService } from '@app/accounts';
import { CalendarService } from '@app/calendar';
import { CasesService } from '@app/cases';
import { type Consultation, type InputOf, routes } from '@app/contracts';
import { DomainError, newId } from '@app/kernel';
import { AccessService, type Actor, Database, Idempotency, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { ParticipationEntity } from './consultation.entity.js';
import { ConsultationReader } from './consultation-reader.js';
import { assertCurrent, type Held } from './consultation.rules.js';
import { type ConsultationFacts, mayManageConsultation } from './consultations.policy.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { PanelRepository } from './panel.repository.js';
import { SeatsService } from './seats.service.js';

type Input = InputOf<typeof routes.consultations.replace>;

/** Putting somebody else in the place of a participant. */
@Injectable()
export class ReplacingService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly idempotency: Idempotency,
    private readonly people: PeopleService,
    private readonly calendar: CalendarService,
    private readonly cases: CasesService,
    private readonly seats: SeatsService,
    private readonly panel: PanelRepository,
    private readonly repository: ConsultationsRepository,
    private readonly reader: ConsultationReader,
  ) {}

  /**
   * The old one is told that they are not needed, the new one is invited with the same place.
   * @throws {DomainError} `version.stale`, `consultation.wrong_state`; `consultation.role_missing` naming the role that the
   *   new person cannot fill, `consultation.seat_filled`; `consultation.outside_rules`, `consultation.slot_taken` of the new person
   */
  async replace(actor: Actor, input: Input): Promise<Consultation> {
    const { id } = input.params;
    return this.database.transaction(async (tx) => {
      const { replayed, subjectId } = await this.idempotency.run(tx, actor, routes.consultations.replace, input, async () => {
        await this.exchange(tx, await this.managed(tx, actor, id), input.body);
        return id;
      });
      // The key belongs to another consultation.
      if (subjectId !== id) throw new DomainError('idempotency.key_reused');
      const facts = await this.managed(tx, actor, id);
      if (!replayed) await this.reader.announce(tx, facts);
      const action = replayed ? ({ action: 'consultation.read', operation: 'R' } as const) : ({ action: 'consultation.participant_replaced', operation: 'U' } as const);
      return this.reader.showOne(tx, actor, facts, action);
    });
  }

  private async exchange(tx: Tx, facts: ConsultationFacts, { version, participationId, personId }: Input['body']): Promise<void> {
    assertCurrent(facts, version, 'move');
    await this.seats.lockEverybody(tx, facts.sitting.id, [personId]);
    const seen = await this.repository.lock(tx, facts);
    assertCurrent(seen, version, 'move');
    const old = seen.participants.find((one) => one.id === participationId);
    await this.assertPossible(tx, seen, old, personId);
    const needId = await this.assertRole(tx, seen, old!, personId);
    await this.assertFree(tx, seen, personId);
    await this.seats.standDown(tx, seen, old!, 'replaced');
    if (needId !== null) await this.panel.exchange(tx, needId, old!.personId, personId);
    const known = (await this.panel.everybody(tx, seen.sitting.id)).find((one) => one.personId === personId);
    await this.seats.invite(tx, seen, { ...(known ?? newcomer(seen, personId)), seat: old!.seat, required: old!.required, needId });
    await this.repository.updateSitting(tx, seen.sitting.id, { version: version + 1 });
  }

  /** Owners bring the case and the chair leads the meeting: nobody takes their place. */
  private async assertPossible(tx: Tx, { consultation, participants }: Held, old: Held['participants'][number] | undefined, personId: string): Promise<void> {
    const owners = await this.cases.owners(tx, consultation.caseId);
    const contact = (await this.people.contacts(tx, [personId])).get(personId);
    const fields = [
      ...(old && old.seat !== 'chair' && !owners.includes(old.personId) ? [] : [{ path: 'participationId', message: 'is nobody who can be replaced' }]),
      ...((contact?.disabled ?? true) ? [{ path: 'personId', message: 'is nobody who can be invited' }] : []),
      ...(participants.some((one) => one.personId === personId) ? [{ path: 'personId', message: 'is in the meeting already' }] : []),
    ];
    if (fields.length > 0) throw new DomainError('request.invalid', { fields });
  }

  /** The need whose seat goes to the new person; null where the old one had none. */
  private async assertRole(tx: Tx, held: Held, old: Held['participants'][number], personId: string): Promise<string | null> {
    const need = held.needs.find(({ id }) => id === old.needId);
    if (!need) return null;
    const { participants } = held;
    this.seats.assertOpen({ ...held, participants: participants.filter((one) => one !== old) }, need.id, personId);
    const candidates = (await this.panel.candidates(tx, [need.id])).get(need.id) ?? [];
    const profession = (await this.people.cards(tx, [personId])).get(personId)?.profession?.code;
    if (!candidates.includes(personId) && need.role !== profession) throw new DomainError('consultation.role_missing', { roles: [need.role], personIds: [] });
    return need.id;
  }

  private async assertFree(tx: Tx, { sitting }: Held, personId: string): Promise<void> {
    const { id: groupId, startsAt, endsAt, timeZone, centreId } = sitting;
    const { people } = await this.calendar.obstacles(tx, { groupId, personIds: [personId], startsAt, endsAt, timeZone, centreId });
    const obstacle = people.get(personId);
    if (obstacle === 'busy') throw new DomainError('consultation.slot_taken', { alternatives: [] });
    if (obstacle) throw new DomainError('consultation.outside_rules', { reasons: [{ personId, rule: obstacle }] });
  }

  private async managed(tx: Tx, actor: Actor, id: string): Promise<ConsultationFacts> {
    const facts = await this.reader.find(tx, actor, id);
    this.access.ask('consultation.move', mayManageConsultation(facts));
    if (!facts) throw new DomainError('not_found');
    return facts;
  }
}

function newcomer({ sitting }: Held, personId: string): ParticipationEntity {
  return {
    id: newId(),
    sittingId: sitting.id,
    personId,
    seat: 'expert',
    required: false,
    partstat: 'needs-action',
    partstatSequence: sitting.sequence,
    respondedAt: null,
    standing: 'in',
    needId: null,
  };
}
