import { PeopleService } from '@app/accounts';
import { CalendarService, ClosedDays, type HeldEntry, HeldTimes } from '@app/calendar';
import { type CaseFacts, CasesService } from '@app/cases';
import { type Hold, type InputOf, routes } from '@app/contracts';
import { Clock, DomainError, newId } from '@app/kernel';
import { type Actor, Config, Database, Idempotency, OutboxService, type Tx } from '@app/platform';
import type { Centre } from '@app/reference';
import { coverRoles, minuteMs } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { BookableCases } from '../bookable-cases.js';
import { CaseProgress } from '../case-progress.js';
import type { ParticipationEntity } from '../consultation.entity.js';
import { seatOf } from '../consultation.rules.js';
import { ConsultationsRepository, type NewConsultation } from '../consultations.repository.js';
import { type Invitees, InviteeList } from '../invitees.js';
import { assertAhead, resolveStart } from '../local-start.js';
import { sittingUid } from '../ical-uid.js';
import { invitationGrants } from '../invitation-grants.js';
import { needRows, participationRow, substituteRows } from '../panel-rows.js';
import { HoldReader } from './hold-reader.js';
import { questions } from './hold-orders.js';
import { holdExpiry, type HoldRecord } from './hold.rules.js';
import { HoldsRepository } from './holds.repository.js';

type Body = InputOf<typeof routes.holds.create>['body'];

/** A time with everybody who is free then. */
interface OpenTime {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly free: ReadonlySet<string>;
}

interface Look {
  readonly sittingId: string;
  readonly startsAt: Date;
  readonly asked: readonly string[];
  readonly centreId: string;
}

/** What a hold is made of. */
interface Gathered {
  readonly onCase: CaseFacts;
  readonly centre: Centre;
  readonly invited: Invitees;
  readonly times: readonly OpenTime[];
  readonly sittingId: string;
  /** Everybody who is asked. */
  readonly asked: readonly string[];
}

type Composed = NewConsultation & Pick<HoldRecord, 'hold'>;

/** Keeping times for a panel and asking its people. */
@Injectable()
export class HoldingService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly outbox: OutboxService,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly people: PeopleService,
    private readonly calendar: CalendarService,
    private readonly closedDays: ClosedDays,
    private readonly heldTimes: HeldTimes,
    private readonly cases: CasesService,
    private readonly bookable: BookableCases,
    private readonly progress: CaseProgress,
    private readonly invitees: InviteeList,
    private readonly consultations: ConsultationsRepository,
    private readonly repository: HoldsRepository,
    private readonly reader: HoldReader,
  ) {}

  /**
   * Keeps the times in the calendars of everybody who is asked and free then: one transaction with the questions and the
   * access log. Repeating the request with the same key answers with the same hold.
   * @throws {DomainError} `consultation.outside_rules`, `consultation.slot_taken`, `consultation.role_missing` with the
   *   `startsAt` of the time that cannot be held; those of a local time
   */
  async hold(actor: Actor, input: InputOf<typeof routes.holds.create>): Promise<Hold> {
    return this.database.transaction(async (tx) => {
      const { replayed, subjectId } = await this.idempotency.run(tx, actor, routes.holds.create, input, () => this.make(tx, actor, input.body));
      const facts = await this.reader.find(tx, actor, subjectId);
      if (!facts) throw new DomainError('not_found');
      if (replayed) await this.bookable.find(tx, actor, facts.consultation.caseId);
      else await this.reader.announce(tx, facts);
      return this.reader.showOne(tx, actor, facts, replayed ? { action: 'hold.read', operation: 'R' } : { action: 'hold.made', operation: 'C' });
    });
  }

  private async make(tx: Tx, actor: Actor, body: Body): Promise<string> {
    const { facts: onCase, centre } = await this.bookable.find(tx, actor, body.caseId);
    const invited = await this.invitees.complete(tx, actor, onCase, body);
    assertWaits(actor, invited, body);
    const starts = this.starts(body);
    const sittingId = newId();
    const fixed = invited.people.map(({ personId }) => personId);
    const asked = [...new Set([...fixed, ...body.needs.flatMap(({ candidates }) => candidates)])];
    await this.calendar.lock(tx, [...asked, ...body.needs.flatMap(({ substitutes }) => substitutes)]);
    const times: OpenTime[] = [];
    for (const startsAt of starts) times.push(await this.look(tx, { sittingId, startsAt, asked, centreId: centre.id }, invited, body));
    const gathered = { onCase, centre, invited, times, sittingId, asked };
    const made = await this.compose(tx, actor, gathered, body);
    await this.write(tx, actor, made, gathered);
    return made.consultation.id;
  }

  /** The instants of the times, in order. */
  private starts({ times }: Body): Date[] {
    const now = this.clock.now();
    const starts = times.map((time, index) => {
      const startsAt = resolveStart(time, `times.${index}`);
      assertAhead(startsAt, now, `times.${index}`);
      return startsAt;
    });
    const fields = starts.flatMap((startsAt, index) => {
      const path = `times.${index}.local`;
      if (starts.findIndex((other) => other.getTime() === startsAt.getTime()) < index) return [{ path, message: 'is in the list twice' }];
      return startsAt.getTime() - now.getTime() > 86_400_000 ? [] : [{ path, message: 'is less than a day ahead; book it at once' }];
    });
    if (fields.length > 0) throw new DomainError('request.invalid', { fields });
    return starts.sort((one, other) => one.getTime() - other.getTime());
  }

  /** Looks who is free at a time and whether the panel is complete with them. */
  private async look(tx: Tx, { sittingId, startsAt, asked, centreId }: Look, { people }: Invitees, body: Body): Promise<OpenTime> {
    const endsAt = new Date(startsAt.getTime() + body.durationMinutes * minuteMs);
    const { timeZone } = body.times[0]!;
    const found = await this.calendar.obstacles(tx, { groupId: sittingId, personIds: asked, startsAt, endsAt, timeZone, centreId });
    const barred = people.filter(({ personId, required }) => required && found.people.get(personId) !== null).map(({ personId }) => personId);
    const at = { startsAt: startsAt.toISOString() };
    const reasons = [
      ...found.rules.map((rule) => ({ personId: null, rule })),
      ...barred.flatMap((personId) => {
        const rule = found.people.get(personId);
        return rule && rule !== 'busy' ? [{ personId, rule }] : [];
      }),
    ];
    if (reasons.length > 0) throw new DomainError('consultation.outside_rules', { reasons, ...at });
    if (barred.length > 0) throw new DomainError('consultation.slot_taken', { alternatives: [], ...at });
    const free = asked.filter((personId) => found.people.get(personId) === null);
    const roles = [...coverRoles(body.needs, free).missing];
    if (roles.length > 0) throw new DomainError('consultation.role_missing', { roles, personIds: [], ...at });
    return { id: newId(), startsAt, endsAt, free: new Set(free) };
  }

  private async compose(tx: Tx, actor: Actor, { onCase, centre, invited, times, sittingId, asked }: Gathered, body: Body): Promise<Composed> {
    const now = this.clock.now();
    const { owners, people } = invited;
    const coordinators = await this.people.coordinatorsOf(tx, centre.id);
    const seat = seatOf(asked, { owners, bookedBy: actor.personId, coordinators });
    const participation = (personId: string): ParticipationEntity => {
      const required = people.some((one) => one.personId === personId && one.required);
      return participationRow({ sittingId, personId, seat: seat(personId), required, respondedAt: personId === actor.personId ? now : null });
    };
    const closed = await this.closedDays.spans(tx, centre.id, now.getTime(), times.at(-1)!.startsAt.getTime());
    const expiresAt = holdExpiry(now, times[0]!.startsAt, centre.holdWorkingDays, centre.timeZone, closed);
    const icalUid = sittingUid(sittingId, this.config.http.publicUrl);
    const { timeZone } = body.times[0]!;
    return {
      sitting: { id: sittingId, centreId: centre.id, startsAt: null, endsAt: null, timeZone, icalUid, sequence: 0, openedAt: null, version: 1, createdAt: now },
      consultation: { id: newId(), caseId: onCase.header.id, sittingId, state: 'times_open', bookedBy: actor.personId, overrideReason: null, cancelReason: null, endedAt: null, createdAt: now },
      participants: [...asked.map(participation), ...substituteRows(sittingId, body.needs)],
      ...needRows(sittingId, body.needs),
      hold: { sittingId, durationMinutes: body.durationMinutes, expiresAt, outcome: null, confirmedTimeId: null, closedAt: null, stuck: false },
    };
  }

  private async write(tx: Tx, actor: Actor, made: Composed, { onCase, invited, times }: Gathered): Promise<void> {
    const { hold, sitting, consultation, participants } = made;
    await this.consultations.insert(tx, made);
    await this.repository.insert(tx, { hold, times: times.map(({ id, startsAt, endsAt }) => ({ id, sittingId: sitting.id, startsAt, endsAt })) });
    const asked = participants.filter(({ standing }) => standing === 'in');
    const answers = times.flatMap(({ id: timeId, free }) =>
      asked.map(({ id: participationId, personId }) => {
        const held = free.has(personId);
        // Whoever holds the times has chosen them.
        return { timeId, participationId, held, answer: held && personId === actor.personId ? ('works' as const) : null };
      }),
    );
    await this.repository.ask(tx, answers);
    const entries = times.flatMap(({ startsAt, endsAt, free }) => [...free].map((personId): HeldEntry => ({ personId, startsAt, endsAt })));
    await this.heldTimes.hold(tx, { groupId: sitting.id, entries, expiresAt: hold.expiresAt });
    const guests = asked.map(({ personId }) => personId).filter((personId) => !invited.owners.includes(personId));
    if (guests.length > 0) await this.cases.grant(tx, invitationGrants(consultation, guests, times.at(-1)!.endsAt));
    await this.progress.settle(tx, onCase.header.id);
    await this.outbox.plan(tx, [
      ...questions(made, asked.map(({ personId }) => personId).filter((personId) => personId !== actor.personId), this.clock.now()),
      { kind: 'expire-hold', subjectId: sitting.id, dueAt: hold.expiresAt },
    ]);
  }
}

/** Where nobody but who holds the times is required, the first of them would be settled before anybody has been asked. */
function assertWaits({ personId }: Actor, { people }: Invitees, { needs }: Body): void {
  if (needs.some(({ required }) => required) || people.some((one) => one.required && one.personId !== personId)) return;
  throw new DomainError('request.invalid', { fields: [{ path: 'needs', message: 'require nobody who is asked; book the time at once' }] });
}
