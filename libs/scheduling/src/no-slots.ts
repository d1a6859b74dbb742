import { Bitmap } from './bitmap.js';

/**
 * What stands in the way. Of one person: no hours in the range, hours shorter than the meeting, the notice, or what is
 * in the calendar (buffers included). Of nobody alone: the range holds no start, or everybody has time, but never together.
 */
export type NoSlotReason = 'range_too_short' | 'no_hours' | 'hours_too_short' | 'notice' | 'busy' | 'no_common_time';

/** Why no time fits. */
export interface NoSlots {
  /** The required person without whom most slots would appear, and how many; null where nobody alone is in the way. */
  readonly bottleneck: { readonly personId: string; readonly slotsWithout: number } | null;
  /** `personId` is null for what lies with no single person. */
  readonly reasons: readonly { readonly personId: string | null; readonly reason: NoSlotReason }[];
}

/** The steps that leave a required person fewer and fewer starts. */
export interface PersonStarts {
  readonly personId: string;
  /** Whether there is any tick inside the hours. */
  readonly hasHours: boolean;
  readonly inHours: Bitmap;
  readonly afterNotice: Bitmap;
  readonly free: Bitmap;
}

/** Explains an empty answer. `candidates` are the starts that the range, the step and the present leave to everybody. */
export function explainNoSlots(candidates: Bitmap, required: readonly PersonStarts[]): NoSlots {
  if (candidates.count() === 0) return { bottleneck: null, reasons: [{ personId: null, reason: 'range_too_short' }] };
  const reasons = required.flatMap((person) => {
    const reason = reasonOf(candidates, person);
    return reason === null ? [] : [{ personId: person.personId, reason }];
  });
  return {
    bottleneck: bottleneckOf(candidates, required),
    reasons: reasons.length > 0 ? reasons : [{ personId: null, reason: 'no_common_time' }],
  };
}

function reasonOf(candidates: Bitmap, { hasHours, inHours, afterNotice, free }: PersonStarts): NoSlotReason | null {
  const leaves = (starts: Bitmap) => starts.copy().and(candidates).count() > 0;
  if (leaves(free)) return null;
  if (leaves(afterNotice)) return 'busy';
  if (leaves(inHours)) return 'notice';
  return hasHours ? 'hours_too_short' : 'no_hours';
}

/** Starts common to everybody but one, for each one, from what those before and those after have in common. */
function bottleneckOf(candidates: Bitmap, required: readonly PersonStarts[]): NoSlots['bottleneck'] {
  const after = [candidates.copy()];
  for (const { free } of required.slice(1).reverse()) after.unshift(after[0]!.copy().and(free));
  const before = candidates.copy();
  let best: NoSlots['bottleneck'] = null;
  required.forEach(({ personId, free }, index) => {
    const slotsWithout = after[index]!.and(before).count();
    if (slotsWithout > (best?.slotsWithout ?? 0)) best = { personId, slotsWithout };
    before.and(free);
  });
  return best;
}
