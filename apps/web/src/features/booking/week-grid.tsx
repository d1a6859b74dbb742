import type { SlotResult, TimeRange } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { useDateText } from '../../i18n/use-texts.js';
import { addDays, noon } from '../calendar/days.js';
import { type HourWindow, minutesInto } from './hours.js';

const weekDays = [0, 1, 2, 3, 4, 5, 6];
const workdays = 5;
const quarter = 15;

interface WeekGridProps {
  monday: string;
  window: HourWindow;
  result: SlotResult;
  names: ReadonlyMap<string, string>;
  chosen: TimeRange | null;
  onChoose: (range: TimeRange) => void;
}

type Span = Record<'left' | 'width', string>;

/**
 * Everybody's free time of the week as bands in the chosen hours: time runs left to right. The weekend is there when it
 * is asked for and somebody is free then, or when the chosen time is. The list beside it says the same in words and is the
 * way for keyboard and screen reader.
 */
export function WeekGrid({ monday, window, result, names, chosen, onChoose }: WeekGridProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const whole = (window.to - window.from) * 60;
  const noonHour = window.from + Math.round(whole / 120);

  /** Where a stretch of time lies in the columns of a day; null outside them. */
  const place = (range: TimeRange, day: string, most = whole): Span | null => {
    const from = Math.max(0, minutesInto(dates, day, range.startsAt) - window.from * 60);
    const to = Math.min(whole, minutesInto(dates, day, range.endsAt) - window.from * 60);
    return to <= from ? null : { left: `${(from / whole) * 100}%`, width: `${(Math.min(most, to - from) / whole) * 100}%` };
  };
  const bands = (ranges: readonly TimeRange[], day: string, className: string) =>
    ranges.map((range) => {
      const span = place(range, day);
      return span && <i key={range.startsAt} className={className} style={span} />;
    });

  const beyond = window.workdays ? [] : result.people.flatMap(({ free }) => free);
  const shown = [...beyond, ...(chosen ? [chosen] : [])];
  const days = weekDays.map((offset) => addDays(monday, offset)).filter((day, index) => index < workdays || shown.some((range) => place(range, day)));
  const fitting = merged(result.slots.filter(({ missing }) => missing.length === 0));

  return (
    <section className="grid" aria-hidden="true">
      <div className="grid-head">
        <h2>{t('free', { from: window.from, to: window.to })}</h2>
        <ul className="grid-legend">
          <li><i className="grid-free" />{t('legend.free')}</li>
          <li><i className="grid-fits" />{t('legend.fits')}</li>
          <li><i className="grid-chosen" />{t('legend.chosen')}</li>
        </ul>
      </div>
      <div className="grid-body" style={{ '--days': days.length }}>
        <div className="grid-names">
          {result.people.map(({ personId }) => (
            <span key={personId}>{names.get(personId) ?? ''}</span>
          ))}
        </div>
        {days.map((day) => (
          <div key={day} className="grid-day">
            <p className="grid-date">
              <b>{dates.dayInList(noon(day))}</b>
              <span>{window.from}</span>
              <span style={{ left: `${(((noonHour - window.from) * 60) / whole) * 100}%` }}>{noonHour}</span>
            </p>
            <div className="grid-rows">
              {result.people.map(({ personId, free }) => (
                <div key={personId} className="grid-row">{bands(free, day, 'grid-free')}</div>
              ))}
              {bands(fitting, day, 'grid-fits')}
              {result.slots.map((slot) => {
                const span = place(slot, day, quarter);
                return (
                  span && (
                    <button
                      key={slot.startsAt}
                      type="button"
                      tabIndex={-1}
                      className="grid-slot"
                      title={dates.range(slot.startsAt, slot.endsAt)}
                      style={span}
                      onClick={() => onChoose(slot)}
                    />
                  )
                );
              })}
              {chosen && bands([chosen], day, 'grid-chosen')}
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}

/** Overlapping times joined, so that the outline shows where something fits. */
function merged(ranges: readonly TimeRange[]): TimeRange[] {
  const joined: TimeRange[] = [];
  for (const range of [...ranges].sort((one, other) => one.startsAt.localeCompare(other.startsAt))) {
    const last = joined.at(-1);
    if (last && range.startsAt <= last.endsAt) last.endsAt = range.endsAt > last.endsAt ? range.endsAt : last.endsAt;
    else joined.push({ ...range });
  }
  return joined;
}
