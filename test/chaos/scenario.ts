import type { Stack } from '../stack/stack.js';

/** How much of everything. */
export interface Size {
  readonly clients: number;
  readonly bookings: number;
  readonly apiKills: number;
  readonly databaseKills: number;
  readonly workerKills: number;
  readonly mediaKills: number;
  /** Meetings, of four people each, whose reminders are due while the worker is killed. */
  readonly sittings: number;
  /** A scenario that takes longer has failed. */
  readonly limitSeconds: number;
}

export interface Stage {
  readonly stack: Stack;
  readonly root: string;
  readonly size: Size;
}

export interface Outcome {
  /** Told in this order as "value name", e.g. `5 kills`. */
  readonly numbers: Readonly<Record<string, number | string>>;
  /** The invariants that do not hold, with ids. */
  readonly broken: readonly string[];
}

/** A fault on a system of its own, and what must be true afterwards. */
export type Scenario = (stage: Stage) => Promise<Outcome>;
