import type { TimeSpan } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import type { Reading } from './busy-times.js';
import { FeedProblem } from './feed-problem.js';

const timeoutMs = 10_000;
const memoryMb = 256;

/**
 * Reads calendars of strangers in a thread of its own with limits on time and memory: whatever rule somebody thinks of,
 * the process that delivers reminders goes on.
 */
@Injectable()
export class CalendarReader {
  /** @throws {FeedProblem} `not_a_calendar`, `too_many_events` */
  read(text: string, reading: Reading): Promise<TimeSpan[]> {
    const thread = new Worker(new URL('./calendar-reader.thread.js', import.meta.url), {
      workerData: { text, reading },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    return new Promise<TimeSpan[]>((resolve, reject) => {
      const tooMuch = (): void => reject(new FeedProblem('too_many_events'));
      const timer = setTimeout(tooMuch, timeoutMs);
      thread.once('message', (answer: { busy: TimeSpan[] } | { problem: FeedProblem['problem'] }) =>
        'busy' in answer ? resolve(answer.busy) : reject(new FeedProblem(answer.problem)),
      );
      thread.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : reject(error)));
      thread.once('exit', () => {
        clearTimeout(timer);
        tooMuch();
      });
    }).finally(() => void thread.terminate());
  }
}
