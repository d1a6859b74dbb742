import type { TimeRange } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { IconButton } from '../../components/button.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import type { DateText } from '../../i18n/date-text.js';
import { useDateText } from '../../i18n/use-texts.js';
import { minutesInto } from '../booking/hours.js';
import { addDays, isoWeek, mondayOf, noon } from '../calendar/days.js';
import { useRuleWords } from './rule-words.js';
import { timeAt } from './week-windows.js';
import './preview.css';

const usualHours = { from: 6, to: 20 };
const offsets = [0, 1, 2, 3, 4, 5, 6];

/** What others see of a week: free and busy, nothing else. Shows what is saved, on the clock of the owner's zone. */
export function Preview({ personId }: { personId: string }) {
  const { t } = useTranslation('availability');
  const dates = useDateText();
  const thisMonday = mondayOf(dates.isoDay(new Date()));
  const [monday, setMonday] = useState(thisMonday);
  const query = { from: monday, to: addDays(monday, 7) };
  const found = useQuery({
    queryKey: keys.calendars.freeBusy(personId, monday),
    queryFn: ({ signal }) => call('GET /api/people/:id/free-busy', { params: { id: personId }, query, signal }),
    placeholderData: (old) => old,
  });
  return (
    <Panel
      title={t('preview.title')}
      actions={
        <div className="preview-week">
          <IconButton icon={ChevronLeft} label={t('preview.previous')} disabled={monday <= thisMonday} onClick={() => setMonday(addDays(monday, -7))} />
          <b aria-live="polite">{t('preview.week', { week: isoWeek(monday) })}</b>
          <IconButton icon={ChevronRight} label={t('preview.next')} onClick={() => setMonday(addDays(monday, 7))} />
        </div>
      }
    >
      {found.isPending && <Skeleton rows={7} rowHeight={29} />}
      {found.isError && <ErrorBox title={t('preview.failed')} error={found.error} onRetry={() => void found.refetch()} />}
      {found.data !== undefined && <Strip days={offsets.map((offset) => addDays(monday, offset))} {...found.data} />}
      <p className="second preview-note">{t('preview.note')}</p>
    </Panel>
  );
}

interface StripProps {
  days: readonly string[];
  free: readonly TimeRange[];
  busy: readonly TimeRange[];
}

/** The bands for the eye, the same in words for those who hear the page. */
function Strip({ days, free, busy }: StripProps) {
  const { t } = useTranslation('availability');
  const dates = useDateText();
  const words = useRuleWords();
  const hours = hoursOf(dates, days, [...free, ...busy]);
  const noonHour = Math.round((hours.from + hours.to) / 2);
  const timesOf = (day: string, ranges: readonly TimeRange[]) =>
    ranges
      .flatMap((range) => partOf(dates, day, range))
      .map(({ from, to }) => words.times({ from: timeAt(from), to: timeAt(to) }))
      .join(', ') || t('preview.nothing');
  return (
    <>
      <ul className="preview-legend" aria-hidden="true">
        <li><i className="preview-free" />{t('preview.free')}</li>
        <li><i className="preview-busy" />{t('preview.busy')}</li>
      </ul>
      <div className="preview-strip" aria-hidden="true">
        <p className="preview-scale">
          {[hours.from, noonHour, hours.to].map((hour) => (
            <span key={hour} style={{ left: `${((hour - hours.from) / (hours.to - hours.from)) * 100}%` }}>{hour}</span>
          ))}
        </p>
        {days.map((day) => (
          <div key={day} className="preview-day">
            <span>{dates.dayInList(noon(day))}</span>
            <div className="preview-row">
              {bands(dates, day, free, hours).map((style) => <i key={style.left} className="preview-free" style={style} />)}
              {bands(dates, day, busy, hours).map((style) => <i key={style.left} className="preview-busy" style={style} />)}
            </div>
          </div>
        ))}
      </div>
      <ul className="visually-hidden">
        {days.map((day) => (
          <li key={day}>{t('preview.inWords', { day: dates.date(noon(day)), free: timesOf(day, free), busy: timesOf(day, busy) })}</li>
        ))}
      </ul>
    </>
  );
}

interface Hours {
  from: number;
  to: number;
}

/** The usual hours, or the whole day where something lies outside them. */
function hoursOf(dates: DateText, days: readonly string[], ranges: readonly TimeRange[]): Hours {
  const early = (minutes: number) => minutes < usualHours.from * 60;
  const late = (minutes: number) => minutes > usualHours.to * 60;
  const outside = days.some((day) => ranges.some((range) => partOf(dates, day, range).some(({ from, to }) => early(from) || late(to))));
  return outside ? { from: 0, to: 24 } : usualHours;
}

function partOf(dates: DateText, day: string, { startsAt, endsAt }: TimeRange): { from: number; to: number }[] {
  const from = minutesInto(dates, day, startsAt);
  const to = minutesInto(dates, day, endsAt);
  return to > from ? [{ from, to }] : [];
}

function bands(dates: DateText, day: string, ranges: readonly TimeRange[], hours: Hours): { left: string; width: string }[] {
  const whole = (hours.to - hours.from) * 60;
  return ranges.flatMap((range) =>
    partOf(dates, day, range).map(({ from, to }) => ({ left: `${((from - hours.from * 60) / whole) * 100}%`, width: `${((to - from) / whole) * 100}%` })),
  );
}
