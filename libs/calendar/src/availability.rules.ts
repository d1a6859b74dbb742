import type { Availability } from '@app/contracts';

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
