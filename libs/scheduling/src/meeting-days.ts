import type { BusyTime, SchedulingPerson } from './person-time.js';
import type { AvailabilityRules } from './availability-rules.js';
import type { TimeSpan } from './time-span.js';
import { daySpans, monthOf, type Period, wallDay, weekOf } from './wall-days.js';

/** A person's meetings by the day of the own zone on which they start. */
export class MeetingDays {
  private readonly rules: AvailabilityRules;
  /** Ids of the meetings, each once: a hold may keep several times of one day. */
  private readonly byDay = new Map<number, string[]>();

  constructor({ rules, busy }: Pick<SchedulingPerson, 'rules' | 'busy'>) {
    this.rules = rules;
    for (const time of busy) this.add(time);
  }

  /** How many start on a day. */
  on(day: number): number {
    return this.byDay.get(day)?.length ?? 0;
  }

  /** Whether the week or the month of an instant takes no meeting more. */
  isFull(instant: number): boolean {
    const day = wallDay(this.rules.timeZone, instant);
    return this.caps().some(({ periodOf, cap }) => this.countIn(periodOf(day)) >= cap);
  }

  /** The instants of a range at which no meeting more may start. */
  fullSpans(range: TimeSpan): TimeSpan[] {
    return this.caps().flatMap(({ periodOf, cap }) => {
      const periods = new Map([...this.byDay.keys()].map((day) => [periodOf(day).from, periodOf(day)]));
      return [...periods.values()].filter((period) => this.countIn(period) >= cap).flatMap((period) => daySpans(this.rules.timeZone, period, range));
    });
  }

  private add({ meetingId, start }: BusyTime): void {
    if (meetingId === undefined) return;
    const day = wallDay(this.rules.timeZone, start);
    const ids = this.byDay.get(day);
    if (!ids) this.byDay.set(day, [meetingId]);
    else if (!ids.includes(meetingId)) ids.push(meetingId);
  }

  private caps(): { readonly periodOf: (day: number) => Period; readonly cap: number }[] {
    const { weeklyCap, monthlyCap } = this.rules;
    return [
      { periodOf: weekOf, cap: weeklyCap ?? Number.POSITIVE_INFINITY },
      { periodOf: monthOf, cap: monthlyCap ?? Number.POSITIVE_INFINITY },
    ].filter(({ cap }) => Number.isFinite(cap));
  }

  private countIn({ from, to }: Period): number {
    const ids = new Set<string>();
    for (let day = from; day < to; day++) for (const id of this.byDay.get(day) ?? []) ids.add(id);
    return ids.size;
  }
}
