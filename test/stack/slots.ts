import { Temporal } from 'temporal-polyfill';
import { finnishHolidays } from '../../libs/calendar/src/finnish-holidays.js';

export const zone = 'Europe/Helsinki';

/** An hour within everybody's usual hours, at least eight days ahead, so that every reminder lies in the future too. */
export interface Slot {
  /** As a booking names it. */
  readonly local: string;
  readonly startsAt: Date;
}

const firstHour = 8;
const hoursADay = 8;

/** The n-th free hour: 8–16 Finnish time on the days a centre is open, week after week. */
export function slot(n: number): Slot {
  const start = openDay(Math.floor(n / hoursADay)).toPlainDateTime({ hour: firstHour + (n % hoursADay) });
  return { local: start.toString({ smallestUnit: 'minute' }), startsAt: new Date(start.toZonedDateTime(zone).epochMilliseconds) };
}

function openDay(n: number): Temporal.PlainDate {
  const soon = Temporal.Now.plainDateISO(zone).add({ days: 8 });
  let day = soon.add({ days: (8 - soon.dayOfWeek) % 7 });
  for (let left = n; ; day = day.add({ days: 1 })) {
    const closed = day.dayOfWeek > 5 || day.month === 7 || finnishHolidays(day.year).some(({ date }) => date.equals(day));
    if (!closed && left-- === 0) return day;
  }
}

/** The body of a booking request. */
export function bookingBody(caseId: string, expertIds: readonly string[], { local }: Slot): object {
  return {
    caseId,
    participants: expertIds.map((personId) => ({ personId, required: true })),
    start: { local, timeZone: zone },
    durationMinutes: 60,
  };
}
