import { Temporal } from 'temporal-polyfill';

export const zone = 'Europe/Helsinki';

/** An hour within everybody's usual hours, at least eight days ahead, so that every reminder lies in the future too. */
export interface Slot {
  /** As a booking names it. */
  readonly local: string;
  readonly startsAt: Date;
}

const firstHour = 8;
const hoursADay = 8;

/** The n-th free hour: Monday to Friday, 8–16 Finnish time, week after week. */
export function slot(n: number): Slot {
  const soon = Temporal.Now.plainDateISO(zone).add({ days: 8 });
  const monday = soon.add({ days: (8 - soon.dayOfWeek) % 7 });
  const day = Math.floor(n / hoursADay);
  const start = monday
    .add({ days: Math.floor(day / 5) * 7 + (day % 5) })
    .toPlainDateTime({ hour: firstHour + (n % hoursADay) });
  return { local: start.toString({ smallestUnit: 'minute' }), startsAt: new Date(start.toZonedDateTime(zone).epochMilliseconds) };
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
