import type { Localised } from '@app/contracts';
import { gregorianEaster } from 'date-easter';
import { Temporal } from 'temporal-polyfill';

/** A day off. */
export interface Holiday {
  readonly date: Temporal.PlainDate;
  readonly name: Localised;
}

/**
 * Public holidays of Finland in a year, in order, with the eves of midsummer and Christmas: no law closes them, but
 * nobody works. Easter comes from a library; whole libraries of holidays either count in the zone of the server, call
 * May Day by its eve's Swedish name, or come with data under a licence that is none of ours.
 */
export function finnishHolidays(year: number): Holiday[] {
  const { month, day } = gregorianEaster(year);
  const easter = Temporal.PlainDate.from({ year, month, day });
  const on = (inMonth: number, inDay: number) => Temporal.PlainDate.from({ year, month: inMonth, day: inDay });
  const midsummer = saturdayFrom(on(6, 20));
  return [
    holiday(on(1, 1), 'Uudenvuodenpäivä', 'Nyårsdagen', "New Year's Day"),
    holiday(on(1, 6), 'Loppiainen', 'Trettondagen', 'Epiphany'),
    holiday(easter.subtract({ days: 2 }), 'Pitkäperjantai', 'Långfredagen', 'Good Friday'),
    holiday(easter, 'Pääsiäispäivä', 'Påskdagen', 'Easter Sunday'),
    holiday(easter.add({ days: 1 }), 'Toinen pääsiäispäivä', 'Annandag påsk', 'Easter Monday'),
    holiday(on(5, 1), 'Vappu', 'Första maj', 'May Day'),
    holiday(easter.add({ days: 39 }), 'Helatorstai', 'Kristi himmelsfärdsdag', 'Ascension Day'),
    holiday(easter.add({ days: 49 }), 'Helluntaipäivä', 'Pingstdagen', 'Whit Sunday'),
    holiday(midsummer.subtract({ days: 1 }), 'Juhannusaatto', 'Midsommarafton', 'Midsummer Eve'),
    holiday(midsummer, 'Juhannuspäivä', 'Midsommardagen', 'Midsummer Day'),
    holiday(saturdayFrom(on(10, 31)), 'Pyhäinpäivä', 'Alla helgons dag', "All Saints' Day"),
    holiday(on(12, 6), 'Itsenäisyyspäivä', 'Självständighetsdagen', 'Independence Day'),
    holiday(on(12, 24), 'Jouluaatto', 'Julafton', 'Christmas Eve'),
    holiday(on(12, 25), 'Joulupäivä', 'Juldagen', 'Christmas Day'),
    holiday(on(12, 26), 'Tapaninpäivä', 'Annandag jul', "St Stephen's Day"),
  ].sort((one, other) => Temporal.PlainDate.compare(one.date, other.date));
}

function holiday(date: Temporal.PlainDate, fi: string, sv: string, en: string): Holiday {
  return { date, name: { fi, sv, en } };
}

/** The first Saturday that is not before the day. */
function saturdayFrom(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.add({ days: 6 - (day.dayOfWeek % 7) });
}
