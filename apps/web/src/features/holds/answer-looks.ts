import type { Hold, TimeAnswer } from '@app/contracts';
import { CalendarX2, CircleCheck, CircleHelp, CircleX, Hourglass } from 'lucide-react';
import type { Tone } from '../../components/status.js';

/** How an answer to a time looks everywhere; `waiting` while there is none, `busy` where there need be none. */
export const answerLooks = {
  works: { tone: 'ok', icon: CircleCheck },
  if_needed: { tone: 'info', icon: CircleHelp },
  no: { tone: 'bad', icon: CircleX },
  waiting: { tone: 'calm', icon: Hourglass },
  busy: { tone: 'calm', icon: CalendarX2 },
} as const satisfies Record<TimeAnswer | 'waiting' | 'busy', { tone: Tone; icon: typeof CircleCheck }>;

/** What stands for a person at a time: the answer, else whether the time is kept for them at all. */
export function answerOf({ times }: Pick<Hold['people'][number], 'times'>, timeId: string): keyof typeof answerLooks {
  const found = times.find((one) => one.timeId === timeId);
  if (found === undefined || found.answer !== null) return found?.answer ?? 'waiting';
  return found.held ? 'waiting' : 'busy';
}
