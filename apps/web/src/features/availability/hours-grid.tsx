import { Plus, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../app/announcer.js';
import { Button } from '../../components/button.js';
import { Segmented } from '../../components/choice.js';
import { useRuleWords } from './rule-words.js';
import { useHoursDrag } from './use-hours-drag.js';
import { dayMinutes, endingAt, isComplete, movedBy, nextWindow, spanOf, step, type Weekday, type WeekWindow, weekdays } from './week-windows.js';
import './hours-grid.css';

const usualHours = { from: 6, to: 20 };
const wholeDay = { from: 0, to: 24 };

interface HoursGridProps {
  windows: readonly WeekWindow[];
  onChange: (windows: WeekWindow[]) => void;
}

/**
 * The week as seven lanes, time from left to right. With the pointer windows are drawn, moved and stretched; with the
 * keyboard each is a button: arrows move it, Shift and arrows move its end, Delete removes it, and each change is spoken.
 */
export function HoursGrid({ windows, onChange }: HoursGridProps) {
  const { t } = useTranslation('availability');
  const words = useRuleWords();
  const announce = useAnnounce();
  const helpId = useId();
  const grid = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [toFocus, setToFocus] = useState<number | null>(null);
  const [whole, setWhole] = useState(false);
  const reachesOut = windows.some((window) => isComplete(window) && (spanOf(window).start < usualHours.from * 60 || spanOf(window).end > usualHours.to * 60));
  const hours = whole || reachesOut ? wholeDay : usualHours;
  const replace = (index: number, window: WeekWindow) => onChange([...windows.slice(0, index), window, ...windows.slice(index + 1)]);
  const drag = useHoursDrag({
    windows,
    hours,
    onTake: (index) => {
      setChosen(index);
      bandOf(index)?.focus();
    },
    onDrop: (index, window) => {
      replace(index, window);
      setToFocus(index);
      announce(words.window(window));
    },
  });
  const bandOf = (index: number) => grid.current?.querySelector<HTMLElement>(`[data-window="${index}"]`);

  // Before the next key: a window that changes its lane is drawn anew, and keys would go nowhere.
  useLayoutEffect(() => {
    if (toFocus === null) return;
    grid.current?.querySelector<HTMLElement>(`[data-window="${toFocus}"]`)?.focus();
    setToFocus(null);
  }, [toFocus]);

  const remove = (index: number) => {
    const window = windows[index];
    if (window === undefined) return;
    onChange(windows.filter((_, at) => at !== index));
    setChosen(null);
    grid.current?.querySelector<HTMLElement>(`[data-add="${window.weekday}"]`)?.focus();
    announce(t('weekly.removed', { window: words.window(window) }));
  };
  const add = (weekday: Weekday) => {
    const window = nextWindow(weekday, windows);
    onChange([...windows, window]);
    setToFocus(windows.length);
    announce(words.window(window));
  };
  const onKey = (event: KeyboardEvent, index: number, window: WeekWindow) => {
    if (event.key === 'Escape') return drag.cancel();
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      return remove(index);
    }
    const changed = byKey(event, window);
    if (changed === null) return;
    event.preventDefault();
    replace(index, changed);
    setToFocus(index);
    announce(words.window(changed));
  };
  const selected = chosen === null ? undefined : drag.shown[chosen];

  return (
    <div className="hours-grid">
      <div className="hours-lanes" ref={grid} {...drag.handlers} data-dragging={drag.dragged !== null || undefined}>
        <div className="hours-scale" aria-hidden="true">
          {marks(hours).map((hour) => (
            <span key={hour} style={{ left: percent(hour - hours.from, hours) }}>{hour}</span>
          ))}
        </div>
        {weekdays.map((weekday) => (
          <div key={weekday} className="hours-row" role="group" aria-label={words.weekday(weekday)}>
            <b aria-hidden="true">{words.weekday(weekday, 'short')}</b>
            <div className="hours-lane" data-lane={weekday} style={{ '--hours': hours.to - hours.from }}>
              {drag.shown.map((window, index) => {
                if (!isComplete(window)) return null;
                const { start, end } = spanOf(window);
                if (window.weekday % 7 === weekday - 1 && end > dayMinutes && hours.from === 0) {
                  return <i key={index} className="hours-rest" style={{ left: 0, width: percent((end - dayMinutes) / 60, hours) }} />;
                }
                if (window.weekday !== weekday) return null;
                const from = Math.max(start / 60, hours.from);
                return (
                  <button
                    key={index}
                    type="button"
                    className="hours-band"
                    data-window={index}
                    data-chosen={index === chosen || undefined}
                    aria-label={words.window(window)}
                    aria-describedby={helpId}
                    style={{ left: percent(from - hours.from, hours), width: percent(Math.min(end / 60, hours.to) - from, hours) }}
                    onFocus={() => setChosen(index)}
                    onKeyDown={(event) => onKey(event, index, window)}
                  >
                    <i data-edge="start" />
                    <span>{words.times(window)}</span>
                    <i data-edge="end" />
                  </button>
                );
              })}
            </div>
            <Button kind="text" size="compact" icon={Plus} data-add={weekday} aria-label={t('weekly.addTo', { weekday: words.weekday(weekday) })} onClick={() => add(weekday)}>
              {t('weekly.add')}
            </Button>
          </div>
        ))}
      </div>
      <div className="hours-tools">
        {selected !== undefined && chosen !== null ? (
          <>
            <b>{words.window(selected)}</b>
            <Button kind="destructive" size="compact" icon={Trash2} onClick={() => remove(chosen)}>{t('weekly.remove')}</Button>
          </>
        ) : (
          <p className="second">{t('weekly.hint')}</p>
        )}
        {!reachesOut && (
          <Segmented
            legend={t('weekly.shown')}
            options={[
              { value: 'usual', label: `${usualHours.from}–${usualHours.to}` },
              { value: 'whole', label: '0–24' },
            ]}
            value={whole ? 'whole' : 'usual'}
            onChange={(value) => setWhole(value === 'whole')}
          />
        )}
      </div>
      <p className="second hours-keys" id={helpId}>{t('weekly.keys')}</p>
    </div>
  );
}

type Hours = typeof usualHours;

function percent(hours: number, { from, to }: Hours): string {
  return `${(hours / (to - from)) * 100}%`;
}

function marks({ from, to }: Hours): number[] {
  return Array.from({ length: (to - from) / 2 + 1 }, (_, index) => from + index * 2);
}

/** The window after a key, null for keys that change nothing. */
function byKey({ key, shiftKey }: KeyboardEvent, window: WeekWindow): WeekWindow | null {
  const sign = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (sign !== undefined) return shiftKey ? endingAt(window, spanOf(window).end + sign * step) : movedBy(window, sign * step);
  const days = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (days === undefined) return null;
  const weekday = weekdays[window.weekday - 1 + days];
  return weekday === undefined ? null : movedBy(window, 0, weekday);
}
