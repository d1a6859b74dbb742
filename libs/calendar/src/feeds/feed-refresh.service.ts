import { Clock } from '@app/kernel';
import { Config, Database, Realtime } from '@app/platform';
import { dayMs, type TimeSpan } from '@app/scheduling';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { CalendarRepository } from '../calendar.repository.js';
import { CalendarReader } from './calendar-reader.js';
import { type Download, FeedDownload } from './feed-download.js';
import { FeedProblem } from './feed-problem.js';
import { nextAttemptMs } from './feed.rules.js';
import { type DueFeed, FeedsRepository } from './feeds.repository.js';

/** Calendars read at once by one worker. */
const atOnce = 4;
/** What is read: the longest horizon, and as long again as a copy may stay unread. */
const aheadMs = 745 * dayMs;
/** An unchanged calendar is read anew after this long, for its series have gone on. */
const rereadMs = 7 * dayMs;

/** What one attempt has found. `busy` is absent when the copy that is known still counts. */
type Outcome = { readonly download: Download; readonly busy?: readonly TimeSpan[] } | { readonly problem: FeedProblem['problem'] };

/** Brings subscribed calendars up to date. */
@Injectable()
export class FeedRefresh implements OnModuleDestroy {
  private readonly logger = new Logger(FeedRefresh.name);
  private readonly stopping = new AbortController();
  private readonly ownHost: string;
  private running = false;

  constructor(
    private readonly database: Database,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
    private readonly calendars: CalendarRepository,
    private readonly repository: FeedsRepository,
    private readonly downloads: FeedDownload,
    private readonly reader: CalendarReader,
    config: Config,
  ) {
    this.ownHost = new URL(config.http.publicUrl).hostname;
  }

  /** What is at work is given up; somebody else takes it when the claim has run out. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Fetches what is due. A turn that meets another one in this process leaves the work to it: the queue has other jobs. */
  async refreshDue(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      await Promise.all(Array.from({ length: atOnce }, () => this.work()));
    } finally {
      this.running = false;
    }
  }

  private async work(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const [feed] = await this.database.transaction((tx) => this.repository.claimDue(tx, this.clock.now(), 1));
      if (!feed) return;
      const outcome = await this.attempt(feed);
      if (!this.stopping.signal.aborted) await this.keep(feed, outcome);
    }
  }

  private async attempt(feed: DueFeed): Promise<Outcome> {
    const now = this.clock.now().getTime();
    const fresh = feed.readAt !== null && now - feed.readAt.getTime() < rereadMs;
    try {
      const download = await this.downloads.fetch(feed.url, fresh ? feed : null, this.stopping.signal);
      if (!download) return { download };
      const { timeZone, email } = feed;
      return { download, busy: await this.reader.read(download.text, { timeZone, email, ownHost: this.ownHost, from: now - dayMs, to: now + aheadMs }) };
    } catch (error) {
      if (!(error instanceof FeedProblem)) throw error;
      return { problem: error.problem };
    }
  }

  private async keep(feed: DueFeed, outcome: Outcome): Promise<void> {
    const { id, personId } = feed;
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.calendars.lock(tx, [personId]);
      if (!(await this.repository.holdIfSame(tx, feed))) return;
      const failures = 'problem' in outcome ? feed.failures + 1 : 0;
      const attempt = { failures, lastAttemptAt: now, nextAttemptAt: new Date(now.getTime() + nextAttemptMs(failures, Math.random())) };
      let changed = false;
      if ('problem' in outcome) {
        await this.repository.update(tx, id, { ...attempt, state: 'failing', problem: outcome.problem });
      } else {
        const { download, busy } = outcome;
        changed = busy !== undefined && (await this.repository.replaceBusy(tx, id, busy));
        const copy = download && { etag: download.etag, lastModified: download.lastModified, readAt: now };
        await this.repository.update(tx, id, { ...attempt, ...copy, state: 'ok', problem: null, lastSuccessAt: now });
      }
      const rooms = changed ? [`person:${personId}`, `calendar:${personId}`] : [`person:${personId}`];
      tx.afterCommit(() => this.realtime.notify(rooms, { topic: 'calendar', id: personId }));
    });
    if ('problem' in outcome) this.logger.warn(`calendar ${id}: ${outcome.problem}`);
  }
}
