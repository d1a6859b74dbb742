import { type PointerEvent, useState } from 'react';
import { endingAt, movedBy, spanOf, startingAt, step, type Weekday, type WeekWindow, windowAt } from './week-windows.js';

interface Drag {
  part: 'whole' | 'start' | 'end' | 'new';
  /** Place of the window in the list; that of a new one is the end of the list. */
  index: number;
  /** As it was when the pointer went down. */
  before: WeekWindow;
  /** As it is now; null until the pointer has moved. */
  now: WeekWindow | null;
  /** Minute of the day below the pointer when it went down. */
  grabbed: number;
}

interface HoursDragProps {
  windows: readonly WeekWindow[];
  /** Hours the lanes reach from and to. */
  hours: { from: number; to: number };
  onTake: (index: number) => void;
  onDrop: (index: number, window: WeekWindow) => void;
}

/**
 * Draws, moves and stretches windows with mouse, pen or finger. A lane is an element with `data-lane` (its weekday) and
 * holds its windows as `data-window` (place in the list) with `data-edge` inside. A finger that goes up or down scrolls
 * the page instead.
 */
export function useHoursDrag({ windows, hours, onTake, onDrop }: HoursDragProps) {
  const [drag, setDrag] = useState<Drag | null>(null);

  const minuteAt = (lane: Element, x: number) => {
    const { left, width } = lane.getBoundingClientRect();
    const minute = hours.from * 60 + ((x - left) / width) * (hours.to - hours.from) * 60;
    return Math.round(minute / step) * step;
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const target = event.target as Element;
    const lane = target.closest('[data-lane]');
    if (event.button !== 0 || lane === null) return;
    // Else the ground takes the focus from the window.
    event.preventDefault();
    const grabbed = minuteAt(lane, event.clientX);
    const weekday = Number(lane.getAttribute('data-lane')) as Weekday;
    const index = Number(target.closest('[data-window]')?.getAttribute('data-window') ?? windows.length);
    const before = windows[index];
    const edge = target.closest('[data-edge]')?.getAttribute('data-edge') as 'start' | 'end' | undefined;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (before !== undefined) onTake(index);
    setDrag(
      before === undefined
        ? { part: 'new', index, before: windowAt(weekday, grabbed, grabbed + step), now: null, grabbed }
        : { part: edge ?? 'whole', index, before, now: null, grabbed },
    );
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (drag === null) return;
    const lanes = [...event.currentTarget.querySelectorAll('[data-lane]')];
    const under = lanes.find((lane) => event.clientY <= lane.getBoundingClientRect().bottom) ?? lanes.at(-1);
    if (under === undefined) return;
    const now = dragged(drag, minuteAt(under, event.clientX), Number(under.getAttribute('data-lane')) as Weekday);
    if (drag.now !== null || !isEqual(now, drag.before)) setDrag({ ...drag, now });
  };

  const onPointerUp = () => {
    if (drag?.now) onDrop(drag.index, drag.now);
    setDrag(null);
  };

  const shown = drag?.now ? [...windows.slice(0, drag.index), drag.now, ...windows.slice(drag.index + 1)] : windows;
  return { shown, dragged: drag?.now ? drag.index : null, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: () => setDrag(null) }, cancel: () => setDrag(null) };
}

function dragged({ part, before, grabbed }: Drag, minute: number, weekday: Weekday): WeekWindow {
  switch (part) {
    case 'whole':
      return movedBy(before, minute - grabbed, weekday);
    case 'start':
      return startingAt(before, spanOf(before).start + minute - grabbed);
    case 'end':
      return endingAt(before, spanOf(before).end + minute - grabbed);
    case 'new':
      return windowAt(before.weekday, Math.min(minute, grabbed), Math.max(minute, grabbed));
  }
}

function isEqual(one: WeekWindow, other: WeekWindow): boolean {
  return one.weekday === other.weekday && one.from === other.from && one.to === other.to;
}
