import type { SlotResult } from '@app/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { useConnection, useRealtime } from '../../app/realtime-context.js';
import { useDateText } from '../../i18n/use-texts.js';
import { addDays } from '../calendar/days.js';
import type { HourChoice } from './hours.js';
import { needsOf } from './panel.js';
import type { Wanted } from './use-panel.js';

/** How far the list looks: the week that is shown, or eight weeks from it. */
export type Span = 'week' | 'weeks';

const listedWeeks = 8;
/** Times one answer holds at most: a whole week of quarters of an hour. */
const mostSlots = 672;

const windows = {
  office: { any: ['08:00', '16:00'], morning: ['08:00', '12:00'], afternoon: ['12:00', '16:00'] },
  all: { any: null, morning: ['06:00', '12:00'], afternoon: ['12:00', '18:00'] },
} as const satisfies Record<HourChoice, Record<Wanted['part'], readonly [string, string] | null>>;

function preferredHours(hours: HourChoice, part: Wanted['part']) {
  const window = windows[hours][part];
  if (window === null) return [];
  const weekdays = hours === 'office' ? ([1, 2, 3, 4, 5] as const) : ([1, 2, 3, 4, 5, 6, 7] as const);
  return weekdays.map((weekday) => ({ weekday, from: window[0], to: window[1] }));
}

interface SlotsWanted {
  caseId: string;
  wanted: Wanted;
  hours: HourChoice;
  monday: string;
  today: string;
  span: Span;
}

/**
 * The times that suit: of the shown week with everybody's free time, and those of the list. The answer before stays until
 * the next one is there; `signature` tells which panel and length an answer is for, whatever the days.
 */
export function useSlots({ caseId, wanted: { panel, durationMinutes, part }, hours, monday, today, span }: SlotsWanted) {
  const { timeZone } = useDateText();
  const from = monday < today ? today : monday;
  const asked = { caseId, participants: [...panel.fixed], needs: needsOf(panel), durationMinutes };
  const nobody = asked.participants.length === 0 && asked.needs.length === 0;
  const base = { ...asked, from, timeZone, preferred: preferredHours(hours, part), limit: mostSlots };
  const week = useAnswer({ ...base, to: addDays(monday, 7), free: true }, !nobody);
  const weeks = useAnswer({ ...base, to: addDays(monday, 7 * listedWeeks), free: false }, !nobody && span === 'weeks');
  const list = span === 'week' ? week : weeks;
  const complete = span === 'weeks' && weeks.isSuccess && weeks.data.slots.length < mostSlots;
  return {
    nobody,
    week,
    list,
    signature: JSON.stringify(asked),
    /** Days whose every time has been looked at, half-open. */
    covered: { from, to: addDays(monday, complete ? 7 * listedWeeks : 7) },
    fresh: [week, list].every((one) => one.isSuccess && !one.isPlaceholderData),
    truncated: (list.data?.slots.length ?? 0) >= mostSlots,
  };
}

type Search = Parameters<typeof call<'POST /api/slots'>>[1]['body'];

function useAnswer(search: Search, enabled: boolean) {
  return useQuery<SlotResult>({
    queryKey: keys.slots.one(search),
    queryFn: ({ signal }) => call('POST /api/slots', { body: search, signal }),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
}

/** As long as the screen is open, changes in these people's calendars make the times be fetched again. */
export function useCalendarWatch(personIds: readonly string[]): void {
  const realtime = useRealtime();
  const online = useConnection() === 'online';
  const watched = [...personIds].sort().join();
  useEffect(() => {
    if (realtime === null || !online) return;
    // Without it the list is as fresh as its last fetch, and booking checks again.
    const watch = (ids: string[]) => realtime.ask('calendar.watch', { personIds: ids }).catch(() => undefined);
    void watch(watched === '' ? [] : watched.split(','));
    return () => void watch([]);
  }, [realtime, online, watched]);
}
