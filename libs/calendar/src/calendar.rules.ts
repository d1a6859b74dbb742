import { outsideRule, type outsideRulesDetails, type SlotResult, type TimeRange } from '@app/contracts';
import type { SlotCheck, SlotProblemReason, SlotsResult } from '@app/scheduling';
import type { z } from 'zod';

/** Starts of offered times lie on this grid of the local day. */
export const stepMinutes = 15;

export type BrokenRule = z.infer<typeof outsideRulesDetails>['reasons'][number];

const waivable: readonly SlotProblemReason[] = ['off_grid', 'closed', 'outside_hours', 'before_notice', 'beyond_horizon', 'over_cap'];

/**
 * Rules that a time breaks, of whom. An override waives all of them but the gap between meetings. Being busy is no
 * rule, and whoever is busy breaks no gap.
 */
export function brokenRules(check: SlotCheck, overrideRules: boolean): BrokenRule[] {
  if (check.ok) return [];
  const busy = check.problems.filter(({ reason }) => reason === 'busy').map(({ personId }) => personId);
  return check.problems.flatMap(({ personId, reason }) => {
    const rule = outsideRule.safeParse(reason);
    const waived = (overrideRules && waivable.includes(reason)) || (reason === 'buffer' && busy.includes(personId));
    return rule.success && !waived ? [{ personId, rule: rule.data }] : [];
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
export function presentSlots({ slots, recommended, bottleneck, people, why }: SlotsResult, required: readonly string[]): SlotResult {
  const iso = isoOnce();
  return {
    slots: slots.map(({ startsAt, endsAt, missing, seats, rank }) => ({
      startsAt: iso(startsAt),
      endsAt: iso(endsAt),
      missing: [...missing],
      seats: seats.map(({ role, personIds }) => ({ role, personIds: [...personIds] })),
      rank,
    })),
    recommended: recommended && { ...recommended, startsAt: iso(recommended.startsAt) },
    bottleneck,
    people: people.map(({ personId, free }) => ({
      personId,
      required: required.includes(personId),
      free: free.map(({ start, end }) => ({ startsAt: iso(start), endsAt: iso(end) })),
    })),
    why: why && { reasons: [...why.reasons], relaxations: [...why.relaxations] },
  };
}

/** Instants in words, each told once: slots and free times of many people begin and end at the same few. */
function isoOnce(): (instant: number) => string {
  const told = new Map<number, string>();
  return (instant) => {
    let text = told.get(instant);
    if (text === undefined) told.set(instant, (text = new Date(instant).toISOString()));
    return text;
  };
}
