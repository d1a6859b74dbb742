import type { SlotResult, TimeRange } from '@app/contracts';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDateText } from '../../i18n/use-texts.js';
import { noon } from '../calendar/days.js';
import { joined, placeIn } from './grid-place.js';
import type { HourWindow } from './hours.js';

const quarter = 15;

interface GridDayProps {
  day: string;
  /** The one day that a narrow window shows. */
  shown: boolean;
  window: HourWindow;
  durationMinutes: number;
  people: SlotResult['people'];
  /** Times at which everybody and every role is there. */
  fitting: readonly TimeRange[];
  chosen: readonly TimeRange[];
  /** The moment that is looked at, in minutes of the day. */
  minute: number | null;
  explain: (minute: number) => string;
  onLook: (minute: number | null) => void;
  onChoose: (minute: number) => void;
}

/** One day of the grid: a row for each person, and a moment that moves with pointer and arrow keys. */
export function GridDay({ day, shown, window, durationMinutes, people, fitting, chosen, minute, explain, onLook, onChoose }: GridDayProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const [first, last] = [window.from * 60, Math.max(window.from * 60, window.to * 60 - durationMinutes)];
  const whole = (window.to - window.from) * 60;
  const middle = Math.round((window.from + window.to) / 2);
  const within = (at: number) => Math.min(last, Math.max(first, at));
  const share = (minutes: number) => `${(minutes / whole) * 100}%`;

  const bands = (ranges: readonly TimeRange[], className: string) =>
    ranges.map((range) => {
      const place = placeIn(dates, window, range, day);
      return place && <i key={range.startsAt} className={className} style={place} />;
    });
  const minuteUnder = (event: MouseEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return within(first + Math.floor(((event.clientX - left) / width) * (whole / quarter)) * quarter);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const now = minute ?? first;
    const moves: Record<string, number> = { ArrowRight: now + quarter, ArrowUp: now + quarter, ArrowLeft: now - quarter, ArrowDown: now - quarter, PageUp: now + 60, PageDown: now - 60, Home: first, End: last };
    const to = moves[event.key];
    if (to === undefined && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (to === undefined) onChoose(now);
    else onLook(within(to));
  };

  return (
    <div className="grid-day" data-shown={shown || undefined}>
      <p className="grid-date" aria-hidden="true">
        <b>{dates.dayInList(noon(day))}</b>
        <span>{window.from}</span>
        <span style={{ left: share((middle - window.from) * 60) }}>{middle}</span>
      </p>
      <div
        className="grid-rows"
        role="slider"
        tabIndex={0}
        aria-label={t('grid.day', { day: dates.date(noon(day)) })}
        aria-valuemin={first}
        aria-valuemax={last}
        aria-valuenow={minute ?? first}
        aria-valuetext={explain(minute ?? first)}
        onKeyDown={onKeyDown}
        onFocus={() => minute === null && onLook(first)}
        onBlur={() => onLook(null)}
        onPointerMove={(event) => onLook(minuteUnder(event))}
        onClick={(event) => onChoose(minuteUnder(event))}
      >
        {people.map(({ personId, free }) => (
          <div key={personId} className="grid-row">{bands(free, 'grid-free')}</div>
        ))}
        {bands(joined(fitting), 'grid-fits')}
        {bands(chosen, 'grid-chosen')}
        {minute !== null && <i className="grid-looked" style={{ left: share(minute - first), width: share(durationMinutes) }} />}
      </div>
    </div>
  );
}
