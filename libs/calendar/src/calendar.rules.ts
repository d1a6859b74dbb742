import type { outsideRulesDetails, SlotResult, TimeRange } from '@app/contracts';
import type { SlotCheck, SlotsResult } from '@app/scheduling';
import type { z } from 'zod';

/** Starts of offered times lie on this grid of the local day. */
export const stepMinutes = 15;

export type BrokenRule = z.infer<typeof outsideRulesDetails>['reasons'][number];

const waivable = ['outside_hours', 'before_notice'];

/**
 * Rules that a time breaks, of whom. An override waives hours and notice, never the gap between meetings.
 * Being busy is no rule, and whoever is busy breaks no gap. Times off the grid are not offered but may be had.
 */
export function brokenRules(check: SlotCheck, overrideRules: boolean): BrokenRule[] {
  if (check.ok) return [];
  const busy = check.problems.filter(({ reason }) => reason === 'busy').map(({ personId }) => personId);
  return check.problems.flatMap(({ personId, reason }) => {
    if (personId === null || reason === 'busy' || reason === 'in_past' || reason === 'off_grid') return [];
    const waived = (overrideRules && waivable.includes(reason)) || (reason === 'buffer' && busy.includes(personId));
    return waived ? [] : [{ personId, rule: reason }];
  });
}

/** The first few times that do not overlap each other, in order: a real choice instead of one hour in four disguises. */
export function distinctTimes(times: readonly TimeRange[], count: number): TimeRange[] {
  const chosen: TimeRange[] = [];
  for (const { startsAt, endsAt } of times) {
    if (chosen.length === count) break;
    if (chosen.every((other) => endsAt <= other.startsAt || startsAt >= other.endsAt)) chosen.push({ startsAt, endsAt });
  }
  return chosen.sort((one, other) => (one.startsAt < other.startsAt ? -1 : 1));
}

/** What the engine found, as it travels. */
export function presentSlots(found: SlotsResult, required: readonly string[]): SlotResult {
  return {
    slots: found.slots.map((slot) => ({ ...range(slot.startsAt, slot.endsAt), missing: [...slot.missingOptional] })),
    people: found.people.map(({ personId, free }) => ({
      personId,
      required: required.includes(personId),
      free: free.map(({ start, end }) => range(start, end)),
    })),
    why: found.why && {
      bottleneckPersonId: found.why.bottleneck?.personId ?? null,
      slotsWithout: found.why.bottleneck?.slotsWithout ?? 0,
    },
  };
}

function range(start: number, end: number): TimeRange {
  return { startsAt: new Date(start).toISOString(), endsAt: new Date(end).toISOString() };
}
