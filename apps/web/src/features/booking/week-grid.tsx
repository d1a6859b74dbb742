import type { Slot, SlotResult, TimeRange } from '@app/contracts';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/button.js';
import { useDateText } from '../../i18n/use-texts.js';
import { addDays, noon } from '../calendar/days.js';
import { GridDay } from './grid-day.js';
import type { HourWindow } from './hours.js';
import { placeIn } from './grid-place.js';
import { instantOf } from './local-time.js';
import { isComplete, type Panel } from './panel.js';
import { initialsOf, type PanelWords } from './panel-words.js';
import './week-grid.css';

const weekDays = [0, 1, 2, 3, 4, 5, 6];
const workdays = 5;
const MINUTE_MS = 60_000;

interface WeekGridProps {
  monday: string;
  today: string;
  window: HourWindow;
  durationMinutes: number;
  result: SlotResult;
  panel: Panel;
  words: PanelWords;
  chosen: readonly TimeRange[];
  onToggle: (slot: Slot) => void;
}

/** A moment of the week that is looked at: minutes from the midnight that begins the day. */
interface Looked {
  day: string;
  minute: number;
}

/**
 * Everybody's free time of the week as bands in the shown hours: time runs left to right. The weekend is there when
 * somebody is free then and it is asked for, or when a chosen time is. Pointer and arrow keys tell of any moment who is free.
 */
export function WeekGrid({ monday, today, window, durationMinutes, result, panel, words, chosen, onToggle }: WeekGridProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const [looked, setLooked] = useState<Looked | null>(null);
  const beyond = window.workdays ? [] : result.people.flatMap(({ free }) => free);
  const days = weekDays
    .map((offset) => addDays(monday, offset))
    .filter((day, index) => index < workdays || [...beyond, ...chosen].some((range) => placeIn(dates, window, range, day) !== null));
  const [single, setSingle] = useState(today);
  const shownDay = days.includes(single) ? single : (days.find((day) => result.slots.some(({ startsAt }) => dates.isoDay(startsAt) === day)) ?? days[0] ?? monday);
  const step = (by: number) => setSingle(days[days.indexOf(shownDay) + by] ?? shownDay);

  const fitting = result.slots.filter((slot) => isComplete(panel, slot));
  const rangeAt = ({ day, minute }: Looked): TimeRange => {
    const startsAt = instantOf({ local: `${day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`, timeZone: dates.timeZone });
    return { startsAt, endsAt: new Date(Date.parse(startsAt) + durationMinutes * MINUTE_MS).toISOString() };
  };
  const explain = (at: Looked): string => {
    const range = rangeAt(at);
    const isFree = (free: readonly TimeRange[]) => free.some(({ startsAt, endsAt }) => startsAt <= range.startsAt && endsAt >= range.endsAt);
    const names = (wanted: boolean) => result.people.filter(({ free }) => isFree(free) === wanted).map(({ personId }) => words.short(personId)).join(', ');
    const when = `${dates.dayInList(range.startsAt)} ${dates.times(range.startsAt, range.endsAt)}`;
    const offered = result.slots.some(({ startsAt }) => startsAt === range.startsAt);
    const [free, busy] = [names(true), names(false)];
    return [`${when}:`, offered ? t('grid.offered') : t('grid.notOffered'), free && t('grid.free', { names: free }), busy && t('grid.busy', { names: busy })].filter(Boolean).join(' ');
  };

  return (
    <section className="grid" aria-labelledby="grid-title">
      <div className="grid-head">
        <h2 id="grid-title">{t('free', { from: window.from, to: window.to })}</h2>
        <ul className="grid-legend" aria-hidden="true">
          <li><i className="grid-free" />{t('legend.free')}</li>
          <li><i className="grid-fits" />{t('legend.fits')}</li>
          <li><i className="grid-chosen" />{t('legend.chosen')}</li>
        </ul>
        <div className="grid-step">
          <IconButton icon={ChevronLeft} label={t('grid.previousDay')} disabled={days[0] === shownDay} onClick={() => step(-1)} />
          <b>{dates.dayInList(noon(shownDay))}</b>
          <IconButton icon={ChevronRight} label={t('grid.nextDay')} disabled={days.at(-1) === shownDay} onClick={() => step(1)} />
        </div>
      </div>
      <div className="grid-body" style={{ '--days': days.length }} onPointerLeave={() => setLooked(null)}>
        <div className="grid-names" aria-hidden="true">
          {result.people.map(({ personId }) => (
            <span key={personId}><small>{initialsOf(words.name(personId))}</small>{words.name(personId)}</span>
          ))}
        </div>
        {days.map((day) => (
          <GridDay
            key={day}
            day={day}
            shown={day === shownDay}
            window={window}
            durationMinutes={durationMinutes}
            people={result.people}
            fitting={fitting}
            chosen={chosen}
            minute={looked?.day === day ? looked.minute : null}
            explain={(minute) => explain({ day, minute })}
            onLook={(minute) => setLooked(minute === null ? null : { day, minute })}
            onChoose={(minute) => {
              const { startsAt } = rangeAt({ day, minute });
              const slot = result.slots.find((one) => one.startsAt === startsAt);
              if (slot) onToggle(slot);
            }}
          />
        ))}
      </div>
      <p className="grid-readout" aria-hidden="true">{looked === null ? t('grid.hint') : explain(looked)}</p>
    </section>
  );
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
