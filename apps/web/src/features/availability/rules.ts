import type { Availability } from '@app/contracts';
import { type DayWindow, isComplete, tidy, type WeekWindow } from './week-windows.js';

/** What is changed together and saved with one button. */
export type Rules = Omit<Availability, 'person' | 'version' | 'feeds' | 'closedDays' | 'changes'>;
export type RuleField = keyof Rules;
export type DateException = Rules['exceptions'][number];
export type Leave = Rules['leaves'][number];

/** In the order of the page. */
export const ruleFields = [
  'timeZone',
  'weekly',
  'exceptions',
  'leaves',
  'minimumNoticeMinutes',
  'horizonDays',
  'bufferBeforeMinutes',
  'bufferAfterMinutes',
  'weeklyCap',
  'monthlyCap',
] as const satisfies readonly RuleField[];

const mostMeetings = 100;

/** Whether a rule says the same in both, however it is written down. */
export function isSame(field: RuleField, one: Rules, other: Rules): boolean {
  return fingerprint(field, one) === fingerprint(field, other);
}

function fingerprint(field: RuleField, rules: Rules): string {
  switch (field) {
    case 'weekly':
      return tidy(rules.weekly).map(({ weekday, from, to }) => `${weekday} ${from}-${to}`).join();
    case 'exceptions':
      return rules.exceptions.map(({ date, hours }) => `${date} ${hours.map(({ from, to }) => `${from}-${to}`).sort().join('+')}`).sort().join();
    case 'leaves':
      return rules.leaves.map(({ from, to }) => `${from}/${to}`).sort().join();
    default:
      return String(rules[field]);
  }
}

/** What the server takes: windows in order and joined where they touch. */
export function readyToSave(rules: Rules): Rules {
  return { ...rules, weekly: tidy(rules.weekly) };
}

export type FaultKey = 'fault.incomplete' | 'fault.empty' | 'fault.cap';

/** What is wrong with a window as it stands. */
export function faultOf(window: DayWindow): FaultKey | undefined {
  if (!isComplete(window)) return 'fault.incomplete';
  return window.from === window.to ? 'fault.empty' : undefined;
}

/** What is wrong with a limit on the number of meetings. */
export function faultOfCap(cap: number | null): FaultKey | undefined {
  return cap !== null && (cap < 1 || cap > mostMeetings) ? 'fault.cap' : undefined;
}

/** Whether the server would refuse the rules as they stand. */
export function isFaulty({ weekly, weeklyCap, monthlyCap }: Rules): boolean {
  return weekly.some((window: WeekWindow) => faultOf(window) !== undefined) || faultOfCap(weeklyCap) !== undefined || faultOfCap(monthlyCap) !== undefined;
}

/** Leave and dates with other hours that are not over on a day, the earliest first; each with its place in the list. */
export function upcoming<T extends DateException | Leave>(list: readonly T[], today: string): { one: T; index: number }[] {
  const first = (one: DateException | Leave) => ('date' in one ? one.date : one.from);
  const isAhead = (one: DateException | Leave) => ('date' in one ? one.date >= today : one.to > today);
  return list
    .map((one, index) => ({ one, index }))
    .filter(({ one }) => isAhead(one))
    .sort((a, b) => first(a.one).localeCompare(first(b.one)));
}
