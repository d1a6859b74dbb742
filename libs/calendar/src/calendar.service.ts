import type { OutsideRule, ParticipantInput, SlotResult } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { Realtime, type Tx } from '@app/platform';
import { assertRules, checkSlot, overlap, type SlotCheck } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { CalendarRepository, type PersonCalendar } from './calendar.repository.js';
import { defaultRules, type PersonRules } from './availability.rules.js';
import { brokenRules, stepMinutes } from './calendar.rules.js';
import { ClosedDays } from './closed-days.js';
import { schedulingPerson } from './person-time-cache.js';
import { type PanelSearch, SlotFinder, type TakenTime } from './slot-finder.js';

/** A time wanted for people. */
export interface WantedTime {
  /** The sitting that is placed; its own entries never stand in its way. */
  readonly groupId: string;
  readonly people: readonly ParticipantInput[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Waives all rules but the gap between meetings, never the entries of others. */
  readonly overrideRules: boolean;
  /** The centre whose closed days count; without one the public holidays do. */
  readonly centreId?: string | null;
  /** IANA zone whose clock the alternatives lie on. */
  readonly timeZone: string;
  /** The sitting has just been made up and cannot have a time yet. */
  readonly isNew?: boolean;
}

/** A time looked at for several people. */
export interface PossibleTime extends Pick<WantedTime, 'groupId' | 'startsAt' | 'endsAt' | 'timeZone'> {
  readonly personIds: readonly string[];
  /** The centre whose closed days count. */
  readonly centreId: string;
}

/** What decides whether a time is possible. */
type LookedAt = Pick<WantedTime, 'groupId' | 'startsAt' | 'endsAt' | 'timeZone' | 'centreId'>;

/** What keeps one person from a meeting: something else, or a rule. */
export type Obstacle = 'busy' | OutsideRule;

export interface Obstacles {
  readonly rules: readonly OutsideRule[];
  readonly people: ReadonlyMap<string, Obstacle | null>;
}

/** Somebody else has the time. */
class TimeTaken extends DomainError {
  constructor(readonly taken: TakenTime) {
    super('consultation.slot_taken', { alternatives: [] });
  }
}

/** Whose time is free, and the one way to take it. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly clock: Clock,
    private readonly repository: CalendarRepository,
    private readonly finder: SlotFinder,
    private readonly closedDays: ClosedDays,
    private readonly realtime: Realtime,
  ) {}

  /** Times that suit a panel between two dates (half-open, in `timeZone`). `tx` only reads. */
  findSlots(tx: Tx, search: PanelSearch): Promise<SlotResult> {
    return this.finder.find(tx, search);
  }

  /** Whether nothing else is in the people's calendars at that time. Looks without locking: true is no promise. */
  async checkFree(tx: Tx, wanted: { personIds: readonly string[]; startsAt: Date; endsAt: Date; exceptGroupId?: string }): Promise<boolean> {
    const { personIds, startsAt, endsAt, exceptGroupId } = wanted;
    const calendars = await this.repository.findCalendars(tx, personIds, startsAt, endsAt, this.clock.now());
    const span = { start: startsAt.getTime(), end: endsAt.getTime() };
    return calendars.every((calendar) => !schedulingPerson(calendar, exceptGroupId).busy.some((busy) => overlap(busy, span)));
  }

  /**
   * Queues behind everybody who changes the calendar of one of the people, until the transaction ends: who of them has
   * time for a sitting stays as it is read from here on. Call it before anything locks the sitting's row.
   */
  lock(tx: Tx, personIds: readonly string[]): Promise<void> {
    return this.repository.lock(tx, personIds);
  }

  /**
   * Takes a time for people, or moves a sitting to it with whoever it has then. Optional people who cannot come are left
   * out and come back as `missing`. Looks before it locks, so that of many who want the same time most leave at once
   * instead of queueing, and looks again under the locks.
   * Call it before anything locks the sitting's row.
   * @throws {DomainError} `consultation.outside_rules` with `reasons`; `consultation.slot_taken`, whose `alternatives`
   *   `orAlternatives` adds
   */
  async reserve(tx: Tx, wanted: WantedTime): Promise<{ missing: string[] }> {
    const { groupId, people, startsAt, endsAt } = wanted;
    const now = this.clock.now();
    const before = wanted.isNew ? [] : await this.repository.findGroup(tx, groupId);
    await this.assertPossible(tx, wanted, before.length > 0);
    await this.repository.lock(tx, [...before, ...people.map(({ personId }) => personId)]);
    const coming = await this.assertPossible(tx, wanted, before.length > 0);
    if (before.length > 0) await this.repository.release(tx, groupId, before);
    const ids = coming.map(({ personId }) => personId);
    const strangers = coming.filter(({ bookable }) => !bookable);
    if (strangers.length > 0) await this.repository.ensureResources(tx, strangers.map(({ personId }) => personId));
    const leftOver = coming.some(({ entries }) => entries.some(({ expired }) => expired));
    if (leftOver) await this.repository.releaseExpired(tx, ids, startsAt, endsAt, now);
    await this.repository.confirm(tx, groupId, ids, startsAt, endsAt, now);
    this.tell(tx, [...before, ...ids]);
    return { missing: people.map(({ personId }) => personId).filter((personId) => !ids.includes(personId)) };
  }

  /**
   * Runs a transaction that takes a time. Where somebody else has the time, the refusal names the next free ones: looked
   * for when the transaction is over, so that nobody waits for its locks or its connection meanwhile.
   */
  async orAlternatives<T>(transaction: () => Promise<T>): Promise<T> {
    try {
      return await transaction();
    } catch (error) {
      if (!(error instanceof TimeTaken)) throw error;
      throw new DomainError('consultation.slot_taken', { alternatives: await this.finder.alternatives(error.taken) }, { cause: error });
    }
  }

  /** Frees what a sitting has of the given people's time, or of everybody's. Call it before anything locks the sitting's row. */
  async release(tx: Tx, { groupId, personIds }: { groupId: string; personIds?: readonly string[] }): Promise<void> {
    const people = personIds ?? (await this.repository.findGroup(tx, groupId));
    if (people.length === 0) return;
    await this.repository.lock(tx, people);
    await this.repository.release(tx, groupId, people);
    this.tell(tx, people);
  }

  /**
   * Gives more people the time a sitting has; whoever has it keeps it. Runs under their locks, after a look at what stands
   * in their way.
   * @throws {DomainError} `consultation.slot_taken` for somebody who is busy then
   */
  async join(tx: Tx, { groupId, personIds, startsAt, endsAt }: Pick<PossibleTime, 'groupId' | 'personIds' | 'startsAt' | 'endsAt'>): Promise<void> {
    const now = this.clock.now();
    await this.repository.ensureResources(tx, personIds);
    await this.repository.releaseExpired(tx, personIds, startsAt, endsAt, now);
    await this.repository.release(tx, groupId, personIds);
    await this.repository.confirm(tx, groupId, personIds, startsAt, endsAt, now);
    this.tell(tx, personIds);
  }

  /** Makes a person bookable under the default hours; does nothing when they are. */
  ensureResource(tx: Tx, personId: string): Promise<void> {
    return this.repository.ensureResources(tx, [personId]);
  }

  /**
   * Replaces somebody's rules; what is left out is as for somebody who has told nothing.
   * @throws {RangeError} for rules that make no sense
   */
  async setAvailability(tx: Tx, personId: string, rules: Partial<PersonRules>): Promise<void> {
    const complete = { ...defaultRules, ...rules };
    assertRules(complete);
    await this.repository.ensureResources(tx, [personId]);
    await this.repository.saveAvailability(tx, personId, complete);
  }

  /**
   * What stands in the way of a time: rules of nobody (the grid, closed days), and of each of the people, looked at alone;
   * null where nothing does, and other meetings before rules. The group's own entries never do.
   */
  async obstacles(tx: Tx, wanted: PossibleTime): Promise<Obstacles> {
    const { personIds } = wanted;
    const { check } = await this.look(tx, wanted, personIds);
    const problems = check.ok ? [] : check.problems;
    const rules = problems.flatMap(({ personId, reason }) => (personId === null && (reason === 'off_grid' || reason === 'closed') ? [reason] : []));
    const ofPerson = (id: string) => problems.flatMap(({ personId, reason }) => (personId === id ? [reason as Obstacle] : []));
    return { rules, people: new Map(personIds.map((id) => [id, weightiest(ofPerson(id))])) };
  }

  /** After the commit everybody who watches one of the calendars looks again. */
  tell(tx: Tx, personIds: readonly string[]): void {
    tx.afterCommit(() => {
      this.realtime.notify([...new Set(personIds)].map((id) => `calendar:${id}`), { topic: 'calendar', id: null });
    });
  }

  /** The people's calendars around a time, and what of them and of the centre stands in its way. */
  private async look(tx: Tx, { groupId, startsAt, endsAt, timeZone, centreId }: LookedAt, personIds: readonly string[]): Promise<{ calendars: PersonCalendar[]; check: SlotCheck }> {
    const [start, end] = [startsAt.getTime(), endsAt.getTime()];
    const calendars = await this.finder.calendars(tx, personIds, start, end);
    const people = calendars.map((calendar) => schedulingPerson(calendar, groupId));
    const closed = await this.closedDays.spans(tx, centreId ?? null, start, end);
    const now = this.clock.now().getTime();
    return { calendars, check: checkSlot({ people, required: personIds, closed, stepMinutes, timeZone, now }, start, end) };
  }

  /** Rules first, then whether the required people are free; returns the calendars of those who can come. */
  private async assertPossible(tx: Tx, wanted: WantedTime, moving: boolean): Promise<PersonCalendar[]> {
    const { groupId, people, startsAt, endsAt, overrideRules, timeZone, centreId } = wanted;
    const required = people.filter((person) => person.required).map(({ personId }) => personId);
    const { calendars, check } = await this.look(tx, wanted, people.map(({ personId }) => personId));
    const broken = brokenRules(check, overrideRules);
    const reasons = broken.filter(({ personId }) => personId === null || required.includes(personId));
    if (reasons.length > 0) throw new DomainError('consultation.outside_rules', { reasons });
    if (calendars.some((calendar) => required.includes(calendar.personId) && isBusy(calendar, wanted))) {
      const meeting = { people, timeZone, centreId: centreId ?? null, durationMinutes: (endsAt.getTime() - startsAt.getTime()) / 60_000, exceptGroupId: moving ? groupId : undefined };
      throw new TimeTaken({ meeting, from: startsAt, fingerprints: new Map(calendars.map(({ personId, fingerprint }) => [personId, fingerprint])) });
    }
    return calendars.filter((calendar) => !isBusy(calendar, wanted) && !broken.some(({ personId }) => personId === calendar.personId));
  }
}

/** What is in the way whoever looks at it: other meetings before rules, which a person may set aside. */
function weightiest(obstacles: readonly Obstacle[]): Obstacle | null {
  return obstacles.find((one) => one === 'busy' || one === 'buffer') ?? obstacles[0] ?? null;
}

function isBusy(calendar: PersonCalendar, { groupId, startsAt, endsAt }: WantedTime): boolean {
  const span = { start: startsAt.getTime(), end: endsAt.getTime() };
  return schedulingPerson(calendar, groupId).busy.some((busy) => overlap(busy, span));
}
