import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DateText } from '../../i18n/date-text.js';
import { localeOf } from '../../i18n/language.js';
import { useDateText } from '../../i18n/use-texts.js';
import { addDays, noon } from '../calendar/days.js';
import type { DateException, Leave, RuleField, Rules } from './rules.js';
import { type DayWindow, dayMinutes, tidy, type Weekday, type WeekWindow, weekdays } from './week-windows.js';

const aMonday = '2026-03-16';

/** Rules on the wall clock in the language of the page. */
class RuleWords {
  constructor(
    private readonly t: TFunction<'availability'>,
    private readonly dates: DateText,
  ) {}

  /** `maanantai`, or `ma` */
  weekday(weekday: Weekday, width: 'short' | 'long' = 'long'): string {
    const format = new Intl.DateTimeFormat(localeOf[this.dates.language], { weekday: width, timeZone: 'UTC' });
    return format.format(noon(addDays(aMonday, weekday - 1))).replace(/\.$/, '');
  }

  /** `9.00–24.00` */
  times({ from, to }: DayWindow): string {
    return `${this.clock(from)}–${this.clock(to)}`;
  }

  /** `maanantai 9.00–12.00` */
  window(window: WeekWindow): string {
    return `${this.weekday(window.weekday)} ${this.times(window)}`;
  }

  /** `ke 25.11.2026` */
  day(day: string): string {
    return this.dates.date(noon(day));
  }

  /** Both ends of days away, or the one day. */
  leave({ from, to }: Leave): string {
    return addDays(from, 1) === to ? this.day(from) : `${this.day(from)} – ${this.day(addDays(to, -1))}`;
  }

  hoursOf({ hours }: DateException): string {
    return hours.length === 0 ? this.t('exceptions.closed') : hours.map((one) => this.times(one)).join(', ');
  }

  /** `2 t`, `3 päivää` */
  length(minutes: number): string {
    return minutes > 0 && minutes % dayMinutes === 0 ? this.t('days', { count: minutes / dayMinutes }) : this.dates.duration(minutes);
  }

  /** A rule in words. Of the week only the days that are not the same in `other`. */
  value(field: RuleField, rules: Rules, other: Rules): string {
    switch (field) {
      case 'timeZone':
        return rules.timeZone;
      case 'weekly':
        return this.weekUnlike(rules, other);
      case 'exceptions':
        return rules.exceptions.map((one) => `${this.day(one.date)}: ${this.hoursOf(one)}`).join('; ') || this.t('exceptions.none');
      case 'leaves':
        return rules.leaves.map((one) => this.leave(one)).join('; ') || this.t('leaves.none');
      case 'horizonDays':
        return this.t('days', { count: rules.horizonDays });
      case 'weeklyCap':
      case 'monthlyCap':
        return rules[field] === null ? this.t('rules.noCap') : String(rules[field]);
      default:
        return this.length(rules[field]);
    }
  }

  private weekUnlike(rules: Rules, other: Rules): string {
    return weekdays
      .filter((weekday) => this.timesOn(weekday, rules) !== this.timesOn(weekday, other))
      .map((weekday) => `${this.weekday(weekday, 'short')} ${this.timesOn(weekday, rules) || this.t('weekly.closedInList')}`)
      .join('; ');
  }

  private timesOn(weekday: Weekday, { weekly }: Rules): string {
    return tidy(weekly.filter((window) => window.weekday === weekday))
      .map((window) => this.times(window))
      .join(', ');
  }

  private clock(time: string): string {
    return time.replace(/^0(?=\d)/, '').replace(':', this.dates.language === 'en' ? ':' : '.');
  }
}

export function useRuleWords(): RuleWords {
  const { t } = useTranslation('availability');
  const dates = useDateText();
  return useMemo(() => new RuleWords(t, dates), [t, dates]);
}
