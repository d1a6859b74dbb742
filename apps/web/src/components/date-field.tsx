import { type CalendarDate, parseDate, parseTime } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Calendar, CalendarCell, CalendarGrid } from 'react-aria-components/Calendar';
import { DateField as AriaDateField, DateInput, DateSegment } from 'react-aria-components/DateField';
import { Heading } from 'react-aria-components/Heading';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TimeField as AriaTimeField } from 'react-aria-components/TimeField';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../i18n/language.js';
import { useLanguage } from '../i18n/use-texts.js';
import { FieldError } from './field.js';
import { Flyout } from './flyout.js';
import './field.css';
import './date-field.css';

interface WordsProps {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
}

interface DateFieldProps extends WordsProps {
  /** A day as `2026-03-18`, or an empty text. */
  value: string;
  onChange: (day: string) => void;
  /** First day that can be chosen in the calendar. */
  min?: string;
}

/** A day, typed part by part in the order of the page's language or chosen in a calendar. */
export function DateField({ label, help, error, value, onChange, min }: DateFieldProps) {
  const { t } = useTranslation('components');
  const language = useLanguage();
  const day = value === '' ? null : parseDate(value);
  const choose = (chosen: CalendarDate | null) => onChange(chosen?.toString() ?? '');
  return (
    <I18nProvider locale={localeOf[language]}>
      <AriaDateField className="field" value={day} onChange={choose} isInvalid={error !== undefined} data-invalid={error !== undefined || undefined}>
        <Words label={label} help={help} />
        <div className="field-control date-control">
          {day !== null && <span className="date-weekday">{weekday(day, localeOf[language])}</span>}
          <Segments />
          <Flyout label={t('calendar')} className="date-open" face={<CalendarDays size={18} aria-hidden="true" />}>
            {(close) => (
              <Calendar
                className="calendar"
                aria-label={label}
                value={day}
                minValue={min === undefined ? null : parseDate(min)}
                autoFocus
                onChange={(chosen) => {
                  choose(chosen);
                  close();
                }}
              >
                <header>
                  <Button slot="previous" className="icon-button">
                    <ChevronLeft size={18} aria-hidden="true" />
                  </Button>
                  <Heading />
                  <Button slot="next" className="icon-button">
                    <ChevronRight size={18} aria-hidden="true" />
                  </Button>
                </header>
                <CalendarGrid weekdayStyle="short">{(date) => <CalendarCell date={date} className="calendar-day" />}</CalendarGrid>
              </Calendar>
            )}
          </Flyout>
        </div>
        {error !== undefined && <Wrong>{error}</Wrong>}
      </AriaDateField>
    </I18nProvider>
  );
}

interface TimeFieldProps extends WordsProps {
  /** A wall-clock time as `09:00`, or an empty text. */
  value: string;
  onChange: (time: string) => void;
}

/** A wall-clock time in 24 hours. */
export function TimeField({ label, help, error, value, onChange }: TimeFieldProps) {
  const language = useLanguage();
  return (
    <I18nProvider locale={localeOf[language]}>
      <AriaTimeField
        className="field"
        hourCycle={24}
        value={value === '' ? null : parseTime(value)}
        onChange={(time) => onChange(time?.toString().slice(0, 5) ?? '')}
        isInvalid={error !== undefined}
        data-invalid={error !== undefined || undefined}
      >
        <Words label={label} help={help} />
        <div className="field-control date-control">
          <Segments />
        </div>
        {error !== undefined && <Wrong>{error}</Wrong>}
      </AriaTimeField>
    </I18nProvider>
  );
}

function Words({ label, help }: WordsProps) {
  return (
    <>
      <Label className="field-label">{label}</Label>
      {help !== undefined && <Text slot="description" className="field-help">{help}</Text>}
    </>
  );
}

function Segments() {
  return <DateInput className="date-segments">{(segment) => <DateSegment segment={segment} className="date-segment" />}</DateInput>;
}

function Wrong({ children }: { children: ReactNode }) {
  return <Text slot="errorMessage" elementType="div"><FieldError>{children}</FieldError></Text>;
}

function weekday(day: CalendarDate, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(day.toDate('UTC'));
}
