import type { PersonRules } from '@app/calendar';
import { Temporal } from 'temporal-polyfill';
import { tourPeople } from './people.js';

type Weekly = PersonRules['weekly'];
type Weekday = Weekly[number]['weekday'];

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** The same windows on each of the weekdays. */
function on(weekdays: readonly Weekday[], ...windows: readonly [from: string, to: string][]): Weekly {
  return weekdays.flatMap((weekday) => windows.map(([from, to]) => ({ weekday, from, to })));
}

/** Working weeks as experts have them: clinics in the mornings, courts on some days, part of a week only. */
const weeks: Record<string, Weekly> = {
  'mikko.heinonen': [...on([1, 3], ['12:00', '16:00']), ...on([2, 4], ['08:00', '10:00'], ['13:00', '16:00']), ...on([5], ['08:30', '12:00'])],
  'saara.laine': [...on([1, 5], ['08:00', '11:00']), ...on([3], ['09:00', '15:00'])],
  'antti.lehto': [...on([1, 2], ['10:00', '15:00']), ...on([3], ['08:00', '12:00']), ...on([4], ['12:00', '16:00']), ...on([5], ['08:00', '11:30'])],
  'johanna.rask': on([2, 3, 4], ['09:00', '12:00'], ['13:00', '16:00']),
  'outi.pelkonen': [...on([1], ['12:00', '16:00']), ...on([2], ['08:00', '11:30']), ...on([3, 4], ['08:00', '13:00']), ...on([5], ['08:00', '10:30'])],
  'ville.tuominen': on([1, 2, 4, 5], ['08:30', '11:00'], ['12:30', '15:30']),
  'kaisa.hietala': [...on([1, 2, 4], ['12:00', '15:30']), ...on([3, 5], ['08:00', '14:00'])],
  'noora.jokinen': on([1, 2, 3, 4], ['07:30', '15:00']),
  'jukka.nieminen': [...on([1, 3], ['12:00', '16:00']), ...on([2, 4, 5], ['08:30', '11:30'], ['13:00', '15:30'])],
  'erik.lindholm': on([2, 3, 4], ['08:00', '12:00'], ['13:00', '16:00']),
  'amira.hassan': on([1, 2, 3, 4, 5], ['09:00', '15:00']),
};

/** Weeks from now in which somebody is on leave. */
const awayInWeek: Record<string, number> = { 'outi.pelkonen': 3, 'noora.jokinen': 2, 'erik.lindholm': 4 };

/**
 * When a demo person takes meetings; undefined for those of whom the default hours tell enough. The people of the tour
 * take them at any hour, so that it is possible whenever somebody starts Neuvo.
 */
export function demoHours(email: string, now: Date): Partial<PersonRules> | undefined {
  if (tourPeople.includes(email)) return { weekly: on(everyDay, ['00:00', '24:00']) };
  const [address = ''] = email.split('@');
  const weekly = weeks[address];
  if (weekly === undefined) return undefined;
  return { weekly, leaves: leavesOf(address, now), minimumNoticeMinutes: 60, bufferBeforeMinutes: 5, bufferAfterMinutes: 10 };
}

function leavesOf(address: string, now: Date): PersonRules['leaves'] {
  const week = awayInWeek[address];
  if (week === undefined) return [];
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('Europe/Helsinki').toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 }).add({ weeks: week });
  return [{ from: monday.toString(), to: monday.add({ weeks: 1 }).toString() }];
}
