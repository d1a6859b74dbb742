import { PeopleService } from '@app/accounts';
import { AuditService } from '@app/audit';
import type { Availability, InputOf, OutputOf, routes } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { AccessService, type Actor, Database, Realtime, type Tx } from '@app/platform';
import { dateRange, dayMs, findSlots } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { type AvailabilityFacts, isOwn, mayKeepHours, mayPreview } from './availability.policy.js';
import { presentBusy, presentFeed, presentFree } from './availability.presenter.js';
import { changedFields, type PersonRules } from './availability.rules.js';
import { CalendarRepository } from './calendar.repository.js';
import { stepMinutes } from './calendar.rules.js';
import { ClosedDays } from './closed-days.js';
import { FeedsRepository } from './feeds/feeds.repository.js';
import { schedulingPerson } from './person-time-cache.js';

const shownChanges = 10;
const previewDays = 84;
/** Meetings that count towards the cap of a month that the range only touches. */
const marginMs = 32 * dayMs;

/** When people take meetings: shown to and changed by themselves and the coordinators of their centre. */
@Injectable()
export class AvailabilityService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
    private readonly calendars: CalendarRepository,
    private readonly feeds: FeedsRepository,
    private readonly closed: ClosedDays,
  ) {}

  async get(actor: Actor, { params }: InputOf<typeof routes.availability.get>): Promise<Availability> {
    return this.database.read(async (tx) => {
      const facts = await this.facts(tx, actor, params.id);
      this.access.ask('availability.read', mayKeepHours(facts));
      return this.show(tx, facts);
    });
  }

  /**
   * Changes the rules that are named; those left out stay.
   * @throws {DomainError} `version.stale` with the `current` version
   */
  async update(actor: Actor, { params, body }: InputOf<typeof routes.availability.update>): Promise<Availability> {
    const { version, ...changes } = body;
    return this.database.transaction(async (tx) => {
      const facts = await this.mayEdit(tx, actor, params.id);
      await this.calendars.lock(tx, [params.id]);
      const { rules, rulesVersion } = await this.rulesOf(tx, params.id);
      if (rulesVersion !== version) throw new DomainError('version.stale', { current: rulesVersion });
      const fields = changedFields(rules, changes);
      if (fields.length > 0) {
        await this.calendars.ensureResources(tx, [params.id]);
        await this.calendars.saveAvailability(tx, params.id, { ...rules, ...changes });
        if (fields.includes('timeZone')) await this.feeds.readAgain(tx, params.id, this.clock.now());
        await this.noteChange(tx, facts, fields);
      }
      return this.show(tx, facts);
    });
  }

  /** Free and busy time between two dates of the person's own zone, as others see it. */
  async preview(actor: Actor, { params, query }: InputOf<typeof routes.availability.preview>): Promise<OutputOf<typeof routes.availability.preview>> {
    const days = (Date.parse(query.to) - Date.parse(query.from)) / dayMs;
    if (days <= 0 || days > previewDays) {
      throw new DomainError('request.invalid', { fields: [{ path: 'to', message: days <= 0 ? 'must be after from' : 'at most 12 weeks after from' }] });
    }
    return this.database.read(async (tx) => {
      const facts = await this.facts(tx, actor, params.id);
      this.access.ask('availability.preview', mayPreview(facts));
      const { rules } = await this.rulesOf(tx, params.id);
      const range = dateRange(query.from, query.to, rules.timeZone);
      const now = this.clock.now();
      const [calendar] = await this.calendars.findCalendars(tx, [params.id], new Date(range.start - marginMs), new Date(range.end + marginMs), now);
      const person = schedulingPerson(calendar!);
      const closed = await this.closed.spans(tx, centreOf(facts), range.start, range.end);
      const search = { required: [params.id], optional: [], durationMinutes: stepMinutes, stepMinutes, limit: 1 };
      const found = findSlots({ ...search, people: [person], closed, timeZone: rules.timeZone, range: query, now: now.getTime() });
      return { free: presentFree(found.people[0]!.free), busy: presentBusy(person.busy, range) };
    });
  }

  /** What is known of a person whose hours the actor may change. */
  async mayEdit(tx: Tx, actor: Actor, personId: string): Promise<AvailabilityFacts> {
    const facts = await this.facts(tx, actor, personId);
    this.access.ask('availability.edit', mayKeepHours(facts));
    return facts;
  }

  /** Writes who has changed what of a person's hours, and tells the person and whoever looks at the calendar after the commit. */
  async noteChange(tx: Tx, { actor, personId }: AvailabilityFacts, fields: readonly string[]): Promise<void> {
    const rule = isOwn({ actor, personId }) ? 'own' : 'coordinator';
    await this.audit.record(tx, { actor, action: 'availability.changed', operation: 'U', objectType: 'availability', objectId: personId, fields, rule });
    tx.afterCommit(() => this.realtime.notify([`person:${personId}`, `calendar:${personId}`], { topic: 'calendar', id: personId }));
  }

  private async facts(tx: Tx, actor: Actor, personId: string): Promise<AvailabilityFacts> {
    return { actor, personId, assignments: await this.people.assignments(tx, personId) };
  }

  private async rulesOf(tx: Tx, personId: string): Promise<{ rules: PersonRules; rulesVersion: number }> {
    const now = this.clock.now();
    const [calendar] = await this.calendars.findCalendars(tx, [personId], now, now, now);
    return { rules: calendar!.availability, rulesVersion: calendar!.rulesVersion };
  }

  private async show(tx: Tx, facts: AvailabilityFacts): Promise<Availability> {
    const { personId } = facts;
    const { rules, rulesVersion } = await this.rulesOf(tx, personId);
    const feeds = await this.feeds.list(tx, personId);
    const now = this.clock.now().getTime();
    const closedDays = await this.closed.list(tx, centreOf(facts), now, now + 365 * dayMs);
    const cards = await this.people.cards(tx, [personId]);
    return { person: cards.get(personId)!, version: rulesVersion, ...rules, feeds: feeds.map(presentFeed), closedDays, changes: await this.changes(tx, personId) };
  }

  private async changes(tx: Tx, personId: string): Promise<Availability['changes']> {
    const latest = await this.audit.latest(tx, { objectType: 'availability', objectId: personId }, shownChanges);
    const cards = await this.people.cards(tx, latest.flatMap(({ actorId }) => actorId ?? []));
    return latest.map(({ at, actorId }) => ({ at: at.toISOString(), by: cards.get(actorId ?? '')?.name ?? '', own: actorId === personId }));
  }
}

/** The centre whose closed days hold for a person. */
function centreOf({ assignments }: AvailabilityFacts): string | null {
  return assignments.find(({ centreId }) => centreId !== null)?.centreId ?? null;
}
