import type { TimeAnswer } from '@app/contracts';
import { CircleCheck, CircleHelp, CircleX, Hourglass } from 'lucide-react';
import type { Tone } from '../../components/status.js';

/** How an answer to a time looks everywhere; `waiting` while there is none. */
export const answerLooks = {
  works: { tone: 'ok', icon: CircleCheck },
  if_needed: { tone: 'info', icon: CircleHelp },
  no: { tone: 'bad', icon: CircleX },
  waiting: { tone: 'calm', icon: Hourglass },
} as const satisfies Record<TimeAnswer | 'waiting', { tone: Tone; icon: typeof CircleCheck }>;
