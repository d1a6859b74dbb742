/** The one source of the present. Inject it; tests replace it with a clock they move. */
export abstract class Clock {
  /** The present instant (UTC, millisecond resolution). */
  abstract now(): Date;
}

export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}
