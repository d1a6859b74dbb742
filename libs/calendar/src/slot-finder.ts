import type { ParticipantInput, RoleNeed, SlotResult, SlotSearch, TimeRange } from '@app/contracts';
import { Clock } from '@app/kernel';
import { Database, type Tx } from '@app/platform';
import { dayMs, explainSlots, freeTimes, querySlots, rangeOf, type SlotRange, type SlotsQuery, type TimeSpan, widestRange } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { CalendarRepository, type PersonCalendar } from './calendar.repository.js';
import { distinctTimes, presentSlots, stepMinutes } from './calendar.rules.js';
import { ClosedDays } from './closed-days.js';
import { PersonTimeCache } from './person-time-cache.js';
import { SharedAnswers } from './shared-answers.js';

/** Every quarter of an hour of a week. */
const offeredSlots = 7 * 24 * 4;
/** How far alternatives are looked for. */
const alternativeDays = 14;
const alternatives = 5;

/** Who is to meet, for how long. */
export interface Meeting {
  readonly people: readonly ParticipantInput[];
  readonly durationMinutes: number;
  /** IANA zone whose clock the times lie on. */
  readonly timeZone: string;
  /** The centre whose closed days count; without one the public holidays do. */
  readonly centreId: string | null;
  /** A sitting whose own entries do not count: the one that is moved. */
  readonly exceptGroupId?: string | undefined;
}

/** A panel and the days searched for it. */
export interface PanelSearch extends Meeting, Pick<SlotSearch, 'from' | 'to' | 'preferred' | 'excluded' | 'free' | 'limit'> {
  readonly needs: readonly RoleNeed[];
}

/** A time that somebody else has, and the state of the calendars in which that was seen. */
export interface TakenTime {
  readonly meeting: Meeting;
  /** By person. */
  readonly fingerprints: ReadonlyMap<string, string>;
  readonly from: Date;
}

/** Puts people's calendars before the slot engine. */
@Injectable()
export class SlotFinder {
  private readonly shared = new SharedAnswers<TimeRange[]>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly repository: CalendarRepository,
    private readonly times: PersonTimeCache,
    private readonly closedDays: ClosedDays,
  ) {}

  /** Times between two dates that suit the panel, and everybody's free time between them. `tx` only reads. */
  async find(tx: Tx, search: PanelSearch): Promise<SlotResult> {
    const asked = this.queryOf(search, { from: search.from, to: search.to }, search.limit);
    const panel = { ...asked, needs: search.needs, preferred: search.preferred, excluded: search.excluded.map(spanOf) };
    const named = [...new Set([...panel.required, ...panel.optional, ...search.needs.flatMap(({ candidates }) => candidates)])];
    const around = async (range: TimeSpan) => ({
      people: await this.times.find(tx, named, range, search.exceptGroupId),
      query: { ...panel, closed: await this.closedDays.spans(tx, search.centreId, range.start, range.end) },
    });
    const { people, query } = await around(rangeOf(panel));
    const found = querySlots(query, people);
    const free = search.free ? freeTimes(query, people) : [];
    if (found.slots.length > 0) return presentSlots({ ...found, people: free, why: null }, panel.required);
    const wider = await around(widestRange(panel));
    return presentSlots({ ...found, people: free, why: explainSlots(wider.query, wider.people) }, panel.required);
  }

  /** The next free times from a taken one on. All who lost the same time under the same calendars share one search. */
  async alternatives({ meeting, fingerprints, from }: TakenTime): Promise<TimeRange[]> {
    const { people, durationMinutes, timeZone, centreId, exceptGroupId } = meeting;
    const who = people.map(({ personId, required }) => [personId, required, fingerprints.get(personId)].join(':')).sort();
    // The minute is there for the sake of notice and of holds that run out, which move with the clock.
    const minute = Math.floor(this.clock.now().getTime() / 60_000);
    const key = JSON.stringify([who, durationMinutes, timeZone, centreId, exceptGroupId, from.getTime(), minute]);
    return this.shared.get(key, () => this.database.read((tx) => this.findAlternatives(tx, meeting, from.getTime())));
  }

  /** Calendars of the people, a day wider than the range on both sides: no buffer reaches farther. */
  calendars(tx: Tx, personIds: readonly string[], start: number, end: number): Promise<PersonCalendar[]> {
    return this.repository.findCalendars(tx, personIds, new Date(start - dayMs), new Date(end + dayMs), this.clock.now());
  }

  private async findAlternatives(tx: Tx, meeting: Meeting, from: number): Promise<TimeRange[]> {
    const to = from + alternativeDays * dayMs;
    const people = await this.times.find(tx, meeting.people.map(({ personId }) => personId), { start: from, end: to }, meeting.exceptGroupId);
    const closed = await this.closedDays.spans(tx, meeting.centreId, from, to);
    const query = { ...this.queryOf(meeting, { from, to }, offeredSlots), needs: [], preferred: [], excluded: [], closed };
    return distinctTimes(querySlots(query, people).slots.map(({ startsAt, endsAt }) => rangeFrom(startsAt, endsAt)), alternatives);
  }

  private queryOf({ people, durationMinutes, timeZone }: Meeting, range: SlotRange, limit: number): SlotsQuery {
    const idsOf = (required: boolean) => people.filter((person) => person.required === required).map(({ personId }) => personId);
    return { required: idsOf(true), optional: idsOf(false), durationMinutes, stepMinutes, timeZone, range, now: this.clock.now().getTime(), limit };
  }
}

function spanOf({ startsAt, endsAt }: TimeRange): TimeSpan {
  return { start: Date.parse(startsAt), end: Date.parse(endsAt) };
}

function rangeFrom(start: number, end: number): TimeRange {
  return { startsAt: new Date(start).toISOString(), endsAt: new Date(end).toISOString() };
}
