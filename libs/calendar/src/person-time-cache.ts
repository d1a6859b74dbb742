import { Clock } from '@app/kernel';
import type { Tx } from '@app/platform';
import { dayMs, type Frame, frameOf, PersonTime, type SchedulingPerson, type TimeSpan } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { CalendarRepository, type PersonCalendar } from './calendar.repository.js';

/** How many people are kept at most; who was asked for longest ago goes first. */
const capacity = 2_000;
/** Searches mostly lie in the next weeks: everybody is built for as many days at once. */
const usualDays = 98;
/** Longer stretches are not kept whole: who looks far ahead gets what was asked for. */
const longestDays = 280;

interface KeptTime {
  readonly calendar: PersonCalendar;
  readonly time: PersonTime;
  /** The moment at which a hold runs out and the time is no longer right, in epoch milliseconds. */
  readonly validUntil: number;
}

/**
 * People's time, built once per state of their rules and entries. The state is named by versions in the database that
 * rise in the transaction of each change: what another process has committed is seen by the next request of any.
 */
@Injectable()
export class PersonTimeCache {
  private readonly kept = new Map<string, KeptTime>();

  constructor(
    private readonly clock: Clock,
    private readonly repository: CalendarRepository,
  ) {}

  /**
   * The time of each person over a range, in the order given.
   * @param tx a transaction that only reads: what one that writes may see might never be committed
   * @param exceptGroupId a group whose entries do not count
   */
  async find(tx: Tx, personIds: readonly string[], range: TimeSpan, exceptGroupId?: string): Promise<PersonTime[]> {
    const wanted = frameOf(range);
    const now = this.clock.now();
    const fingerprints = await this.repository.findFingerprints(tx, personIds);
    const found = new Map<string, KeptTime>();
    personIds.forEach((id, index) => {
      const kept = this.kept.get(id);
      const fresh = kept && kept.calendar.fingerprint === fingerprints[index] && now.getTime() < kept.validUntil && holds(kept.time.frame, wanted);
      if (fresh) found.set(id, kept);
    });
    const stale = personIds.filter((id) => !found.has(id));
    if (stale.length > 0) for (const built of await this.build(tx, stale, wanted, now)) found.set(built.calendar.personId, built);
    for (const [id, kept] of found) this.keep(id, kept);
    return personIds.map((id) => timeOf(found.get(id)!, wanted, exceptGroupId));
  }

  private async build(tx: Tx, personIds: readonly string[], wanted: Frame, now: Date): Promise<KeptTime[]> {
    const frame = usualFrame(wanted, now);
    const [from, to] = [frame.firstDay - 1, frame.firstDay + frame.days + 1].map((day) => new Date(day * dayMs)) as [Date, Date];
    const calendars = await this.repository.findCalendars(tx, personIds, from, to, now);
    return calendars.map((calendar) => ({
      calendar,
      time: new PersonTime(schedulingPerson(calendar), frame),
      validUntil: calendar.entries.reduce((soonest, { expired, expiresAt }) => (expired || expiresAt === undefined ? soonest : Math.min(soonest, expiresAt)), Number.POSITIVE_INFINITY),
    }));
  }

  private keep(id: string, kept: KeptTime): void {
    this.kept.delete(id);
    this.kept.set(id, kept);
    if (this.kept.size > capacity) this.kept.delete(this.kept.keys().next().value!);
  }
}

/** A person as the engine knows them; entries of the excepted group and holds that have run out are left out. */
export function schedulingPerson({ personId, availability, entries }: PersonCalendar, exceptGroupId?: string): SchedulingPerson {
  const busy = entries.filter(({ meetingId, expired }) => !expired && (meetingId === undefined || meetingId !== exceptGroupId));
  return { id: personId, rules: availability, busy };
}

function timeOf({ calendar, time }: KeptTime, wanted: Frame, exceptGroupId: string | undefined): PersonTime {
  const isIn = exceptGroupId !== undefined && calendar.entries.some(({ meetingId }) => meetingId === exceptGroupId);
  return isIn ? new PersonTime(schedulingPerson(calendar, exceptGroupId), wanted) : time;
}

function holds(outer: Frame, inner: Frame): boolean {
  return outer.firstDay <= inner.firstDay && inner.firstDay + inner.days <= outer.firstDay + outer.days;
}

function usualFrame(wanted: Frame, now: Date): Frame {
  const today = Math.floor(now.getTime() / dayMs);
  const firstDay = Math.min(today, wanted.firstDay);
  const days = Math.max(today + usualDays, wanted.firstDay + wanted.days) - firstDay;
  return days <= longestDays ? { firstDay, days } : wanted;
}
