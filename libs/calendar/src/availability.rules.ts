import type { Availability } from '@app/contracts';
import { isDeepStrictEqual } from 'node:util';

/** When somebody takes meetings, as it is kept: wall time in the own zone. */
export type PersonRules = Readonly<
  Pick<
    Availability,
    | 'timeZone'
    | 'weekly'
    | 'exceptions'
    | 'leaves'
    | 'minimumNoticeMinutes'
    | 'horizonDays'
    | 'bufferBeforeMinutes'
    | 'bufferAfterMinutes'
    | 'weeklyCap'
    | 'monthlyCap'
  >
>;

/** Rules of somebody who has told nothing: office hours in Finland, a year ahead. */
export const defaultRules: PersonRules = {
  timeZone: 'Europe/Helsinki',
  weekly: ([1, 2, 3, 4, 5] as const).map((weekday) => ({ weekday, from: '08:00', to: '16:00' })),
  exceptions: [],
  leaves: [],
  minimumNoticeMinutes: 0,
  horizonDays: 365,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  weeklyCap: null,
  monthlyCap: null,
};

/** Which of the wanted rules differ from those in force. */
export function changedFields(rules: PersonRules, wanted: { readonly [Field in keyof PersonRules]?: PersonRules[Field] | undefined }): (keyof PersonRules)[] {
  return (Object.keys(wanted) as (keyof PersonRules)[]).filter((field) => wanted[field] !== undefined && !isDeepStrictEqual(wanted[field], rules[field]));
}
