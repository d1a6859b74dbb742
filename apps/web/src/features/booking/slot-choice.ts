import type { Slot, SlotResult, TimeRange } from '@app/contracts';
import type { DateText } from '../../i18n/date-text.js';

/** How many times may be held at once. */
export const mostHeld = 5;
const bestHeld = 3;

export const overlaps = (one: TimeRange, other: TimeRange) => one.startsAt < other.endsAt && other.startsAt < one.endsAt;

/** The first times of a ranked list that do not overlap each other, at most `most`. */
export function apart<T extends TimeRange>(ranked: readonly T[], most: number, kept: readonly T[] = []): T[] {
  return ranked.reduce<T[]>((chosen, slot) => (chosen.length >= most || chosen.some((one) => overlaps(one, slot)) ? chosen : [...chosen, slot]), [...kept]);
}

/** The recommended time first, then the others as ranked. */
export function recommendedFirst({ slots, recommended }: Pick<SlotResult, 'slots' | 'recommended'>): Slot[] {
  const first = slots.filter(({ startsAt }) => startsAt === recommended?.startsAt);
  return [...first, ...slots.filter((slot) => !first.includes(slot))];
}

/** The times to hold when nobody has chosen any: the best ones, on days of their own as far as there are days. */
export function bestThree(dates: DateText, ranked: readonly Slot[]): Slot[] {
  const days = new Set<string>();
  const firstOfDay = ranked.filter(({ startsAt }) => {
    const day = dates.isoDay(startsAt);
    return !days.has(day) && Boolean(days.add(day));
  });
  const best = apart(firstOfDay, bestHeld);
  return apart(ranked, bestHeld, best).sort(byStart);
}

export function byStart(one: TimeRange, other: TimeRange): number {
  return one.startsAt.localeCompare(other.startsAt);
}
