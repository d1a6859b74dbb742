import type { CalendarFeed } from '@app/contracts';

/** Why a subscribed calendar could not be read. Says nothing of what is in it. */
export class FeedProblem extends Error {
  override readonly name = 'FeedProblem';

  constructor(
    readonly problem: NonNullable<CalendarFeed['problem']>,
    options?: ErrorOptions,
  ) {
    super(problem, options);
  }
}
