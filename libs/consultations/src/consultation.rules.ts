import type { CaseState, ConsultationState, Partstat, Seat } from '@app/contracts';
import { DomainError } from '@app/kernel';
import { Temporal } from 'temporal-polyfill';
import type { ConsultationEntity, NeedEntity, ParticipationEntity, PlacedSitting } from './consultation.entity.js';

/** A consultation that has a time, with its sitting and everybody in it. */
export interface Held {
  readonly consultation: Readonly<ConsultationEntity>;
  readonly sitting: Readonly<PlacedSitting>;
  readonly participants: readonly Readonly<ParticipationEntity>[];
  /** Roles of the panel, in order. */
  readonly needs: readonly Readonly<NeedEntity>[];
}

/** People of one sitting, the ones added by the server included. */
export const maxParticipants = 12;

const opensBeforeMs = 15 * 60_000;

/** From which states what may be done, and where it leads. */
const transitions = {
  move: { booked: 'booked' },
  cancel: { booked: 'cancelled' },
  respond: { booked: 'booked', in_session: 'in_session' },
  start: { booked: 'in_session' },
  end: { booked: 'ended', in_session: 'ended' },
} as const satisfies Record<string, Partial<Record<ConsultationState, ConsultationState>>>;

export type Step = keyof typeof transitions;

/** The state a step leads to, or null where it is not possible. */
export function after(step: Step, state: ConsultationState): ConsultationState | null {
  const possible: Partial<Record<ConsultationState, ConsultationState>> = transitions[step];
  return possible[state] ?? null;
}

/**
 * Whether a step may be taken on what somebody has seen.
 * @throws {DomainError} `version.stale` with what is true now as `current`, `consultation.wrong_state`
 */
export function assertCurrent({ consultation, sitting }: Held, knownVersion: number, step: Step): void {
  const { version, sequence, startsAt, endsAt } = sitting;
  if (version !== knownVersion) {
    const current = { version, sequence, state: consultation.state, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
    throw new DomainError('version.stale', { current });
  }
  if (after(step, consultation.state) === null) throw new DomainError('consultation.wrong_state', { state: consultation.state });
}

/** When the door opens: 15 minutes before the start, or when a moderator opened it earlier. */
export function opensAt({ startsAt, openedAt }: Pick<PlacedSitting, 'startsAt' | 'openedAt'>): Date {
  const usual = startsAt.getTime() - opensBeforeMs;
  return new Date(openedAt ? Math.min(usual, openedAt.getTime()) : usual);
}

/** Whether a person may come in: has accepted the present time; an owner and the booker need not, unless they have declined. */
export function hasAccepted({ partstat }: Pick<ParticipationEntity, 'partstat'>, ownerOrBooker: boolean): boolean {
  return partstat === 'accepted' || (ownerOrBooker && partstat !== 'declined');
}

/** How many of the seats of a need are taken by people who have accepted. */
export function seatsTaken(participants: Held['participants'], needId: string): number {
  return participants.filter((one) => one.needId === needId && one.partstat === 'accepted').length;
}

/** Chair, coordinators who take part, and owners let people in, mute, remove and end. */
export function moderates({ seat }: Pick<ParticipationEntity, 'seat'>, owner: boolean): boolean {
  return owner || seat === 'chair' || seat === 'coordinator';
}

/** Who is known about the people of a sitting when the seats are given. */
export interface Seating {
  readonly owners: readonly string[];
  readonly bookedBy: string;
  readonly coordinators: readonly string[];
}

/**
 * What each person sits as. The chair is a coordinator of the centre who takes part (the booker before others), else
 * the booker, else the first owner.
 */
export function seatOf(people: readonly string[], { owners, bookedBy, coordinators }: Seating): (personId: string) => Seat {
  const taking = (ids: readonly string[]) => ids.filter((id) => people.includes(id));
  const coordinating = taking(coordinators).filter((id) => !owners.includes(id));
  const chair = coordinating.includes(bookedBy) ? bookedBy : (coordinating[0] ?? taking([bookedBy, ...owners])[0]);
  return (personId) => {
    if (personId === chair) return 'chair';
    if (owners.includes(personId)) return 'requester';
    return coordinating.includes(personId) ? 'coordinator' : 'expert';
  };
}

/** PARTSTAT after a move: owners and the booker stay, who has declined stays out, everybody else is asked again. */
export function partstatAfterMove(one: Pick<ParticipationEntity, 'personId' | 'partstat'>, { owners, bookedBy }: Pick<Seating, 'owners' | 'bookedBy'>): Partstat {
  if (one.partstat === 'declined') return 'declined';
  return owners.includes(one.personId) || one.personId === bookedBy ? 'accepted' : 'needs-action';
}

/** End of the access an invitation gives: so many days after the meeting, on the centre's clock. */
export function accessUntil(endsAt: Date, days: number, timeZone: string): Date {
  const end = Temporal.Instant.fromEpochMilliseconds(endsAt.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(end.add({ days }).epochMilliseconds);
}

/** Where a case stands, from the consultations it has. */
export function caseStateOf(states: readonly ConsultationState[]): CaseState {
  if (states.includes('in_session')) return 'in_session';
  if (states.includes('booked')) return 'booked';
  if (states.includes('times_open')) return 'times_open';
  return states.includes('ended') ? 'closed' : 'submitted';
}
