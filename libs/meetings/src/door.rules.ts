import type { Admission } from '@app/contracts';
import { type MeetingFacts, opensAt } from '@app/consultations';

const minute = 60_000;

/** A meeting nobody ended ends by itself this long after its time, once it has been empty for a while. */
export const endsAfterMinutes = 60;
const emptyForMinutes = 10;

/** Most people, and most browser tabs, in one meeting. */
export const maxPeople = 12;
export const maxDevices = 24;

export type Phase = 'not_open' | 'open' | 'ended';

/** A stored standing; somebody without one has not come to the door yet. */
export type Standing = Exclude<Admission, 'away'>;

export function phaseOf({ consultation, sitting }: Pick<MeetingFacts, 'consultation' | 'sitting'>, now: Date): Phase {
  if (consultation.state === 'ended' || consultation.state === 'cancelled') return 'ended';
  return now < opensAt(sitting) ? 'not_open' : 'open';
}

/**
 * Standing of somebody who comes to the open door; nobody loses a place in the queue by coming again. A removal that
 * nobody decided followed from declining the invitation: whoever has accepted again starts anew.
 */
export function standingOnArrival(stored: { state: Standing; decidedBy: string | null } | null, moderator: boolean): Standing {
  const declined = stored?.state === 'removed' && stored.decidedBy === null;
  if (!stored || declined || stored.state === 'waiting') return moderator ? 'admitted' : 'waiting';
  return stored.state;
}

/** What moderators may make of a standing. */
const transitions: Readonly<Record<'admitted' | 'denied' | 'removed', readonly Standing[]>> = {
  admitted: ['waiting', 'denied', 'removed'],
  denied: ['waiting'],
  removed: ['admitted'],
};

/** Whether a decision changes anything: a repeated click does not. */
export function changes(from: Standing | null, to: keyof typeof transitions): boolean {
  return from !== null && transitions[to].includes(from);
}

/** Whether a meeting that nobody ended is over. `emptySince` is null while somebody is in, or when nobody ever was. */
export function isOver(endsAt: Date, present: boolean, emptySince: Date | null, now: Date): boolean {
  if (present || now.getTime() < endsAt.getTime() + endsAfterMinutes * minute) return false;
  return emptySince === null || now.getTime() >= emptySince.getTime() + emptyForMinutes * minute;
}

/** Seconds LiveKit keeps a room that nobody has joined yet: until the end of the slot, at least five minutes. */
export function emptyTimeoutSeconds(endsAt: Date, now: Date): number {
  return Math.max(300, Math.ceil((endsAt.getTime() - now.getTime()) / 1000));
}
