const DAY_MS = 86_400_000;

/** Midday of a day as an instant: the same day in every zone of Europe. `day` as `2026-03-18`. */
export function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

export function addDays(day: string, days: number): string {
  return new Date(noon(day).getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** Monday of the week of a day. */
export function mondayOf(day: string): string {
  const weekday = (noon(day).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

export function isWeekend(day: string): boolean {
  return addDays(mondayOf(day), 4) < day;
}

/** ISO 8601 week number. */
export function isoWeek(day: string): number {
  const thursday = noon(addDays(mondayOf(day), 3));
  const newYear = noon(`${thursday.getUTCFullYear()}-01-01`);
  return Math.floor((thursday.getTime() - newYear.getTime()) / DAY_MS / 7) + 1;
}

/** Whether a text from an address is a real day. */
export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(noon(text).getTime());
}
