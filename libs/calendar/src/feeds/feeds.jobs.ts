import { Recurring } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { FeedRefresh } from './feed-refresh.service.js';

/** A calendar that was just added is read within this long. */
const everyMilliseconds = 5_000;

@Injectable()
export class FeedJobs {
  constructor(private readonly feeds: FeedRefresh) {}

  @Recurring('refresh-feeds', everyMilliseconds)
  async refresh(): Promise<void> {
    await this.feeds.refreshDue();
  }
}
