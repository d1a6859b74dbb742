import type { Slot, SlotResult, TimeRange } from '@app/contracts';
import { useEffect, useEffectEvent, useState } from 'react';
import type { DateText } from '../../i18n/date-text.js';
import type { LocalTime } from './local-time.js';
import { byStart, mostHeld } from './slot-choice.js';

/** A time that was chosen. */
export interface Picked extends TimeRange {
  seats: Slot['seats'];
  missing: readonly string[];
  /** For which panel and length it was offered. */
  signature: string;
  /** It was offered and is not any more: somebody has taken it. */
  gone: boolean;
  /** Written by hand; a reason lets a coordinator book outside the rules. */
  byHand?: { start: LocalTime; reason: string };
}

export interface Offer {
  /** What was last found for the week and for the list. */
  week: SlotResult | undefined;
  list: SlotResult | undefined;
  signature: string;
  /** Days whose every time has been looked at, half-open. */
  covered: { from: string; to: string };
}

/** How a chosen time stands after an answer: offered still, taken, out of sight, or none of this panel's. */
export function stand(pick: Picked, { week, list, signature, covered }: Offer, dates: DateText): Picked[] {
  if (pick.byHand) return [pick];
  const slot = [...(week?.slots ?? []), ...(list?.slots ?? [])].find(({ startsAt }) => startsAt === pick.startsAt);
  if (slot) return [{ ...pick, ...slot, signature, gone: false }];
  if (pick.signature !== signature) return [];
  const day = dates.isoDay(pick.startsAt);
  return [{ ...pick, gone: pick.gone || (day >= covered.from && day < covered.to) }];
}

/**
 * The chosen times, in order. One that somebody else takes stays and says so; one that does not suit another panel or
 * length is dropped. What another search has found cannot be chosen: it may not suit this one.
 * @param fresh whether the offer is for this search, not kept from the one before
 * @param onDropped told how many chosen times were dropped
 */
export function usePicks(offer: Offer, fresh: boolean, dates: DateText, onDropped: (count: number) => void) {
  const { week, list, signature, covered: { from, to } } = offer;
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const follow = useEffectEvent(() => {
    const standing = picked.flatMap((pick) => stand(pick, offer, dates));
    setPicked(standing);
    if (standing.length < picked.length) onDropped(picked.length - standing.length);
  });
  useEffect(() => {
    if (fresh) follow();
  }, [fresh, week, list, signature, from, to, dates]);

  const isPicked = (startsAt: string) => picked.some((one) => one.startsAt === startsAt);
  return {
    picked,
    isPicked,
    /** Nothing more can be chosen now. */
    closed: !fresh || picked.length >= mostHeld,
    toggle: (slot: Slot) =>
      setPicked((old) => {
        if (old.some(({ startsAt }) => startsAt === slot.startsAt)) return old.filter(({ startsAt }) => startsAt !== slot.startsAt);
        const offeredOnes = old.filter(({ byHand }) => byHand === undefined);
        return !fresh || offeredOnes.length >= mostHeld ? old : [...offeredOnes, { ...slot, signature, gone: false }].sort(byStart);
      }),
    drop: (startsAt: string) => setPicked((old) => old.filter((one) => one.startsAt !== startsAt)),
    replace: (startsAt: string, slot: Slot) => setPicked((old) => old.map((one) => (one.startsAt === startsAt ? { ...slot, signature, gone: false } : one)).sort(byStart)),
    only: (pick: Omit<Picked, 'signature' | 'gone'>) => setPicked([{ ...pick, signature, gone: false }]),
  };
}

export type Picks = ReturnType<typeof usePicks>;
