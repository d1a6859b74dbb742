import type { SlotResult, TimeRange } from '@app/contracts';

const MINUTE_MS = 60_000;

/**
 * Minutes inside the windows in which at least `k` of the people are free at once: how scarce a role is.
 * @param windows stretches of time that count, apart from each other
 */
export function freeMinutes(people: SlotResult['people'], ids: readonly string[], k: number, windows: readonly TimeRange[]): number {
  const free = people.filter(({ personId }) => ids.includes(personId)).flatMap((one) => one.free);
  return windows.reduce((sum, window) => sum + minutesCovered(free.flatMap((range) => clip(range, window)), k), 0);
}

function clip(range: TimeRange, window: TimeRange): { from: number; to: number }[] {
  const from = Math.max(Date.parse(range.startsAt), Date.parse(window.startsAt));
  const to = Math.min(Date.parse(range.endsAt), Date.parse(window.endsAt));
  return from < to ? [{ from, to }] : [];
}

function minutesCovered(ranges: readonly { from: number; to: number }[], k: number): number {
  const edges = ranges.flatMap(({ from, to }) => [{ at: from, change: 1 }, { at: to, change: -1 }]).sort((one, other) => one.at - other.at);
  let [count, since, sum] = [0, 0, 0];
  for (const { at, change } of edges) {
    if (count >= k) sum += at - since;
    count += change;
    since = at;
  }
  return Math.round(sum / MINUTE_MS);
}
