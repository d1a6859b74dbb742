import type { ParticipantInput, SlotResult, TimeRange } from '@app/contracts';
import { Clock } from '@app/kernel';
import type { Tx } from '@app/platform';
import { dateRange, findSlots, type SchedulingPerson, type SlotRange } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { CalendarRepository, type PersonCalendar } from './calendar.repository.js';
import { distinctTimes, presentSlots, stepMinutes } from './calendar.rules.js';
import { SharedAnswers } from './shared-answers.js';

const dayMs = 86_400_000;
/** Every quarter of an hour of a week: a screen that shows one week misses none of its days, even of people without hours. */
const offeredSlots = 7 * 24 * 4;
/** How far alternatives are looked for: near first, for most are found there, then as far as makes sense. */
const alternativeDays = [2, 14];
const alternatives = 5;

/** Who is to meet, for how long. */
export interface Meeting {
  readonly people: readonly ParticipantInput[];
  readonly durationMinutes: number;
  /** IANA zone whose clock the times lie on. */
  readonly timeZone: string;
  /** A sitting whose own entries do not count: the one that is moved. */
  readonly exceptGroupId?: string | undefined;
}

/** Puts people's calendars before the slot engine. */
@Injectable()
export class SlotFinder {
  private readonly shared = new SharedAnswers<TimeRange[]>();

  constructor(
    private readonly clock: Clock,
    private readonly repository: CalendarRepository,
  ) {}

  /** Times between two dates (half-open) that suit all who are required, and everybody's free time between them. */
  async find(tx: Tx, meeting: Meeting, from: string, to: string): Promise<SlotResult> {
    const span = dateRange(from, to, meeting.timeZone);
    const calendars = await this.calendars(tx, meeting.people.map(({ personId }) => personId), span.start, span.end);
    return this.search(meeting, calendars, { from, to });
  }

  /**
   * The next free times from a taken one on. All who lost the same time under the same calendars share one search:
   * `calendars` are what the loser has just read, and name the state of everybody's calendar.
   */
  async alternatives(tx: Tx, meeting: Meeting, calendars: readonly PersonCalendar[], from: Date): Promise<TimeRange[]> {
    const { people, durationMinutes, timeZone, exceptGroupId } = meeting;
    const fingerprints = new Map(calendars.map(({ personId, fingerprint }) => [personId, fingerprint]));
    const who = people.map(({ personId, required }) => [personId, required, fingerprints.get(personId)].join(':')).sort();
    // The minute is there for the sake of notice, which moves with the clock.
    const minute = Math.floor(this.clock.now().getTime() / 60_000);
    const key = JSON.stringify([who, durationMinutes, timeZone, exceptGroupId, from.getTime(), minute]);
    return this.shared.get(key, () => this.findAlternatives(tx, meeting, from.getTime()));
  }

  /** Calendars of the people, a day wider than the range on both sides: no buffer reaches farther. */
  calendars(tx: Tx, personIds: readonly string[], start: number, end: number): Promise<PersonCalendar[]> {
    return this.repository.findCalendars(tx, personIds, new Date(start - dayMs), new Date(end + dayMs), this.clock.now());
  }

  private async findAlternatives(tx: Tx, meeting: Meeting, from: number): Promise<TimeRange[]> {
    let found: TimeRange[] = [];
    for (const days of alternativeDays) {
      const to = from + days * dayMs;
      const calendars = await this.calendars(tx, meeting.people.map(({ personId }) => personId), from, to);
      found = distinctTimes(this.search(meeting, calendars, { from, to }).slots, alternatives);
      if (found.length === alternatives) break;
    }
    return found;
  }

  private search(meeting: Meeting, calendars: readonly PersonCalendar[], range: SlotRange): SlotResult {
    const { people, durationMinutes, timeZone, exceptGroupId } = meeting;
    const required = people.filter((person) => person.required).map(({ personId }) => personId);
    const optional = people.filter((person) => !person.required).map(({ personId }) => personId);
    const found = findSlots({
      people: calendars.map((calendar) => schedulingPerson(calendar, exceptGroupId)),
      required,
      optional,
      durationMinutes,
      stepMinutes,
      timeZone,
      range,
      now: this.clock.now().getTime(),
      limit: offeredSlots,
    });
    return presentSlots(found, required);
  }
}

/** A person as the engine knows them; entries of the excepted group and holds that have run out are left out. */
export function schedulingPerson({ personId, availability, entries }: PersonCalendar, exceptGroupId?: string): SchedulingPerson {
  const busy = entries.filter(({ meetingId, expired }) => !expired && (meetingId === undefined || meetingId !== exceptGroupId));
  return { id: personId, rules: availability, busy };
}
