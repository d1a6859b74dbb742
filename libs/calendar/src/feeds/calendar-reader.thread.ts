import { parentPort, workerData } from 'node:worker_threads';
import { type Reading, readBusyTimes } from './busy-times.js';
import { FeedProblem } from './feed-problem.js';

/** Reads one calendar away from everything else. What goes wrong is told in one word: errors quote the calendar. */
function read({ text, reading }: { text: string; reading: Reading }): unknown {
  try {
    return { busy: readBusyTimes(text, reading) };
  } catch (error) {
    return { problem: error instanceof FeedProblem ? error.problem : 'not_a_calendar' };
  }
}

parentPort?.postMessage(read(workerData as { text: string; reading: Reading }));
