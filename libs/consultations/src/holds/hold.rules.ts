import type { TimeAnswer } from '@app/contracts';
import { coverRoles, type RoleSeats, type TimeSpan } from '@app/scheduling';
import { Temporal } from 'temporal-polyfill';
import type { ConsultationEntity, NeedEntity, ParticipationEntity, SittingEntity } from '../consultation.entity.js';
import type { HoldAnswerEntity, HoldEntity, HoldTimeEntity } from './hold.entity.js';

/** Times held for a panel, with everybody who is or may be asked and what they have said. */
export interface HoldRecord {
  readonly consultation: Readonly<ConsultationEntity>;
  readonly sitting: Readonly<SittingEntity>;
  readonly hold: Readonly<HoldEntity>;
  /** In order of start. */
  readonly times: readonly Readonly<HoldTimeEntity>[];
  /** Substitutes and those stood down too. */
  readonly participants: readonly Readonly<ParticipationEntity>[];
  readonly needs: readonly (Readonly<NeedEntity> & { readonly candidates: readonly string[] })[];
  readonly answers: readonly Readonly<HoldAnswerEntity>[];
}

/**
 * The record as its rules see it.
 * @param gone people who are no longer here: whatever they have said, they come to none of the times
 */
export function panelOf({ times, participants, needs, answers }: HoldRecord, gone: ReadonlySet<string>): Panel {
  const personOf = new Map(participants.map(({ id, personId }) => [id, personId]));
  return {
    needs,
    people: participants.filter(({ personId, standing }) => standing !== 'substitute' || !gone.has(personId)),
    times: times.map(({ id }) => {
      const said = answers.filter(({ timeId, participationId }) => timeId === id && !gone.has(personOf.get(participationId)!));
      return { id, answers: new Map(said.map(({ participationId, answer, held }) => [personOf.get(participationId)!, { answer, held }])) };
    }),
  };
}

/** Whether somebody was ever asked for one of the times: whoever is free at none of them hears of nothing. */
export function wasAsked({ participants, answers }: Pick<HoldRecord, 'participants' | 'answers'>, personId: string): boolean {
  const me = participants.find((one) => one.personId === personId);
  return answers.some(({ participationId, held, answer }) => participationId === me?.id && (held || answer !== null));
}

/** Somebody who is asked, or who would be. */
export interface PanelPerson {
  readonly personId: string;
  readonly required: boolean;
  readonly standing: 'in' | 'substitute' | 'stood_down';
  /** Of two who want the same seat the one who answered first has it. */
  readonly respondedAt: Date | null;
}

export interface PanelTime {
  readonly id: string;
  /** By person, of everybody who has been asked. */
  readonly answers: ReadonlyMap<string, { readonly answer: TimeAnswer | null; readonly held: boolean }>;
}

/** What decides about a hold. */
export interface Panel {
  readonly needs: readonly (RoleSeats & { readonly id: string })[];
  readonly people: readonly PanelPerson[];
  /** In order of start. */
  readonly times: readonly PanelTime[];
}

/** What the people say of one time; whoever is not free then and has not answered says no. */
export interface Voices {
  readonly works: readonly string[];
  readonly ifNeeded: readonly string[];
  readonly no: readonly string[];
  readonly waiting: readonly string[];
}

/** What the answers so far come to. */
export type HoldDecision =
  | { readonly kind: 'confirm'; readonly timeId: string }
  /** Answers still to come can complete a time. */
  | { readonly kind: 'wait' }
  /** No time can be completed by those who have been asked: these substitutes may. */
  | { readonly kind: 'ask'; readonly personIds: readonly string[] }
  /** Nobody is left to ask. */
  | { readonly kind: 'stuck' };

/** Required roles short of people, and required people who come whatever their role and are not in. */
export interface Lack {
  readonly roles: readonly string[];
  readonly personIds: readonly string[];
}

/** What a person becomes when a time is confirmed. */
export interface Place {
  readonly personId: string;
  readonly standing: 'in' | 'stood_down';
  readonly needId: string | null;
  readonly partstat: 'accepted' | 'needs-action' | 'declined';
  /** Whether the time is the person's from now on. */
  readonly takesTime: boolean;
}

/** Who has been asked and comes whatever their role: everybody required, and whoever is a candidate of nothing. */
export function isFixed({ personId, required }: Pick<PanelPerson, 'personId' | 'required'>, needs: Panel['needs']): boolean {
  return required || !needs.some(({ candidates }) => candidates.includes(personId));
}

export function voicesOf(panel: Panel, time: PanelTime): Voices {
  const asked = panel.people.filter(({ standing }) => standing === 'in').sort(byResponse);
  const saying = (word: TimeAnswer | 'waiting') => asked.map(({ personId }) => personId).filter((personId) => wordOf(time, personId) === word);
  return { works: saying('works'), ifNeeded: saying('if_needed'), no: saying('no'), waiting: saying('waiting') };
}

/** What a meeting of these people would lack; of two who want the same seat the one named first has it. */
export function lackOf({ needs, people }: Panel, present: readonly string[]): Lack {
  const required = people.filter((person) => person.standing === 'in' && person.required);
  return {
    roles: coverRoles(needs, present).missing,
    personIds: required.map(({ personId }) => personId).filter((personId) => !present.includes(personId)),
  };
}

/**
 * The first time where every required role has its people and everybody required is in by `works` alone. `if_needed` counts
 * once no time can be had without it; then the time that strains fewest wins.
 */
export function decide(panel: Panel): HoldDecision {
  const times = panel.times.map((time) => ({ id: time.id, ...voicesOf(panel, time) }));
  const complete = (present: readonly string[]) => isComplete(lackOf(panel, present));
  const agreed = times.find(({ works }) => complete(works));
  if (agreed) return { kind: 'confirm', timeId: agreed.id };
  if (times.some(({ works, waiting }) => complete([...works, ...waiting]))) return { kind: 'wait' };
  const strained = times.filter(({ works, ifNeeded }) => complete([...works, ...ifNeeded]));
  const [mildest] = strained.sort((one, other) => strainOf(panel, one) - strainOf(panel, other));
  if (mildest) return { kind: 'confirm', timeId: mildest.id };
  if (times.some(({ works, ifNeeded, waiting }) => complete([...works, ...ifNeeded, ...waiting]))) return { kind: 'wait' };
  const personIds = substitutesFor(panel, times);
  return personIds.length > 0 ? { kind: 'ask', personIds } : { kind: 'stuck' };
}

/**
 * Who has which place when a time is confirmed: seats go to those who said `works`, then `if_needed`; confirmed by hand,
 * then to those who have not answered, who are invited. Whoever has no place is stood down.
 */
export function placesAt(panel: Panel, time: PanelTime, byHand: boolean): { places: Place[]; lack: Lack } {
  const { works, ifNeeded, waiting } = voicesOf(panel, time);
  const present = [...works, ...ifNeeded, ...(byHand ? waiting : [])];
  const { seats, open } = coverRoles(panel.needs, present);
  const needIdOf = (personId: string) => panel.needs.find(({ role }) => seats.get(role)!.includes(personId))?.id ?? null;
  const openNeedOf = (personId: string) => panel.needs.find(({ role, candidates }) => open.includes(role) && candidates.includes(personId))?.id ?? null;
  const places = panel.people.filter(({ standing }) => standing === 'in').map((person): Place => {
    const { personId } = person;
    const word = wordOf(time, personId);
    const partstat = word === 'no' ? 'declined' : word === 'waiting' ? 'needs-action' : 'accepted';
    const seat = needIdOf(personId) ?? (word === 'waiting' ? openNeedOf(personId) : null);
    if (seat === null && !isFixed(person, panel.needs)) return { personId, standing: 'stood_down', needId: null, partstat, takesTime: false };
    // Somebody optional who was not free from the start has not declined.
    const asked = word === 'no' && time.answers.get(personId)?.answer !== 'no' ? 'needs-action' : partstat;
    return { personId, standing: 'in', needId: seat, partstat: asked, takesTime: word !== 'no' };
  });
  return { places, lack: lackOf(panel, present) };
}

export function isComplete({ roles, personIds }: Lack): boolean {
  return roles.length === 0 && personIds.length === 0;
}

/**
 * When the times are free again unless one was confirmed: after so many working days on the centre's clock, and at the
 * latest a day before the first of them.
 * @param closed days on which the centre is closed
 */
export function holdExpiry(now: Date, firstStart: Date, workingDays: number, timeZone: string, closed: readonly TimeSpan[]): Date {
  let day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  for (let left = workingDays; left > 0; ) {
    day = day.add({ days: 1 });
    const noon = day.with({ hour: 12 }).epochMilliseconds;
    if (day.dayOfWeek <= 5 && !closed.some(({ start, end }) => start <= noon && noon < end)) left--;
  }
  return new Date(Math.min(day.epochMilliseconds, firstStart.getTime() - 86_400_000));
}

function wordOf({ answers }: PanelTime, personId: string): TimeAnswer | 'waiting' {
  const said = answers.get(personId);
  if (!said || (said.answer === null && !said.held)) return 'no';
  return said.answer ?? 'waiting';
}

/** How many have to strain themselves for a time. */
function strainOf({ needs, people }: Panel, { works, ifNeeded }: Voices): number {
  const { seats } = coverRoles(needs, [...works, ...ifNeeded]);
  const seated = [...seats.values()].flat();
  const required = people.filter((person) => person.standing === 'in' && person.required).map(({ personId }) => personId);
  return ifNeeded.filter((personId) => seated.includes(personId) || required.includes(personId)).length;
}

/** Substitutes not asked yet for roles that lack somebody at some time even if everybody who can still say yes does. */
function substitutesFor(panel: Panel, times: readonly Voices[]): string[] {
  const short = new Set(times.flatMap(({ works, ifNeeded, waiting }) => lackOf(panel, [...works, ...ifNeeded, ...waiting]).roles));
  const wanted = panel.needs.filter(({ role }) => short.has(role)).flatMap(({ candidates }) => candidates);
  return panel.people.filter(({ personId, standing }) => standing === 'substitute' && wanted.includes(personId)).map(({ personId }) => personId);
}

function byResponse(one: PanelPerson, other: PanelPerson): number {
  return (one.respondedAt?.getTime() ?? Infinity) - (other.respondedAt?.getTime() ?? Infinity) || 0;
}
