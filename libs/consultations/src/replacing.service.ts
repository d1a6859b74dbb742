import { PeopleService } from '@app/accounts';
import { CalendarService } from '@app/calendar';
import { CasesService } from '@app/cases';
import { type Consultation, type InputOf, routes } from '@app/contracts';
import { DomainError } from '@app/kernel';
import type { Actor, Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Act } from './consultation-reader.js';
import { assertCurrent, type Held } from './consultation.rules.js';
import type { ConsultationFacts } from './consultations.policy.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { ManagedConsultations } from './managed-consultations.js';
import { participationRow } from './panel-rows.js';
import { PanelRepository } from './panel.repository.js';
import { SeatsService } from './seats.service.js';

type Input = InputOf<typeof routes.consultations.replace>;

/** Putting somebody else in the place of a participant. */
@Injectable()
export class ReplacingService {
  constructor(
    private readonly managed: ManagedConsultations,
    private readonly people: PeopleService,
    private readonly calendar: CalendarService,
    private readonly cases: CasesService,
    private readonly seats: SeatsService,
    private readonly panel: PanelRepository,
    private readonly repository: ConsultationsRepository,
  ) {}

  /**
   * The old one is told that they are not needed, the new one is invited with the same place.
   * @throws {DomainError} `version.stale`, `consultation.wrong_state`; `consultation.role_missing` naming the role that the
   *   new person cannot fill, `consultation.seat_filled`; `consultation.outside_rules`, `consultation.slot_taken` of the new person
   */
  replace(actor: Actor, input: Input): Promise<Consultation> {
    const act: Act = { action: 'consultation.participant_replaced', operation: 'U' };
    return this.managed.once(actor, 'consultation.move', routes.consultations.replace, input, act, (tx, facts) => this.exchange(tx, facts, input.body));
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
    const place = known ?? participationRow({ sittingId: seen.sitting.id, personId });
    await this.seats.invite(tx, seen, { ...place, seat: old!.seat, required: old!.required, needId });
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
}
