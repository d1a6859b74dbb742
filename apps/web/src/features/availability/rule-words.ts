import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../../i18n/language.js';
import { useDateText, useLanguage } from '../../i18n/use-texts.js';
import { addDays, noon } from '../calendar/days.js';
import type { DateException, Leave, RuleField, Rules } from './rules.js';
import { type DayWindow, tidy, type Weekday, type WeekWindow, weekdays } from './week-windows.js';

const aMonday = '2026-03-16';
const minutesOfDay = 24 * 60;

/** Wall-clock rules in the language of the page. */
export function useRuleWords() {
  const { t } = useTranslation('availability');
  const language = useLanguage();
  const dates = useDateText();
  return useMemo(() => {
    const names = (width: 'short' | 'long') => {
      const format = new Intl.DateTimeFormat(localeOf[language], { weekday: width, timeZone: 'UTC' });
      return weekdays.map((weekday) => format.format(noon(addDays(aMonday, weekday - 1))).replace(/\.$/, ''));
    };
    const [short, long] = [names('short'), names('long')];
    const weekday = (day: Weekday, width: 'short' | 'long' = 'long') => (width === 'short' ? short : long)[day - 1] ?? '';
    /** `9.00`, `24.00` */
    const clock = (time: string) => time.replace(/^0(?=\d)/, '').replace(':', language === 'en' ? ':' : '.');
    /** `9.00–12.00` */
    const times = ({ from, to }: DayWindow) => `${clock(from)}–${clock(to)}`;
    /** `maanantai 9.00–12.00` */
    const window = (one: WeekWindow) => `${weekday(one.weekday)} ${times(one)}`;
    const day = (iso: string) => dates.date(noon(iso));
    /** `ke 25.11.2026`, or both ends of a longer one. */
    const leave = ({ from, to }: Leave) => (addDays(from, 1) === to ? day(from) : `${day(from)} – ${day(addDays(to, -1))}`);
    const hoursOf = ({ hours }: DateException) => (hours.length === 0 ? t('exceptions.closed') : hours.map(times).join(', '));
    /** `2 t`, `3 päivää` */
    const length = (minutes: number) => (minutes > 0 && minutes % minutesOfDay === 0 ? t('days', { count: minutes / minutesOfDay }) : dates.duration(minutes));
    return { weekday, clock, times, window, day, leave, hoursOf, length, value: (field: RuleField, rules: Rules) => value(field, rules) };

    function value(field: RuleField, rules: Rules): string {
      switch (field) {
        case 'timeZone':
          return rules.timeZone;
        case 'weekly':
          return tidy(rules.weekly).map((one) => `${weekday(one.weekday, 'short')} ${times(one)}`).join(', ') || t('weekly.none');
        case 'exceptions':
          return rules.exceptions.map((one) => `${day(one.date)}: ${hoursOf(one)}`).join('; ') || t('exceptions.none');
        case 'leaves':
          return rules.leaves.map(leave).join('; ') || t('leaves.none');
        case 'horizonDays':
          return t('days', { count: rules.horizonDays });
        case 'weeklyCap':
        case 'monthlyCap':
          return rules[field] === null ? t('rules.noCap') : String(rules[field]);
        default:
          return length(rules[field]);
      }
    }
  }, [t, language, dates]);
}

export type RuleWords = ReturnType<typeof useRuleWords>;
