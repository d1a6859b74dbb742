import type { CalendarFeed, InputOf, routes } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { type Actor, Config, Database } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { presentFeed } from '../availability.presenter.js';
import { AvailabilityService } from '../availability.service.js';
import { CalendarRepository } from '../calendar.repository.js';
import { feedAddress } from './feed-address.js';
import { FeedsRepository } from './feeds.repository.js';

/** Calendars of one person at most. */
const maxFeeds = 10;
/** A calendar is fetched no more often on request. */
const pauseMs = 60_000;

/** Calendars that people subscribe to, so that what is in there counts as busy. */
@Injectable()
export class FeedsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly availability: AvailabilityService,
    private readonly calendars: CalendarRepository,
    private readonly repository: FeedsRepository,
  ) {}

  /**
   * Subscribes a calendar; a worker fetches it within seconds. The same address again answers with the feed there is.
   * @throws {DomainError} `request.invalid`, `feed.refused_address`, `feed.too_many`
   */
  async add(actor: Actor, { params, body }: InputOf<typeof routes.availability.addFeed>): Promise<CalendarFeed> {
    const url = feedAddress(body.url, this.config.feeds.privateNetworks);
    return this.database.transaction(async (tx) => {
      const facts = await this.availability.mayEdit(tx, actor, params.id);
      await this.calendars.lock(tx, [params.id]);
      const feeds = await this.repository.list(tx, params.id);
      const known = feeds.find((feed) => feed.url === url);
      if (known) return presentFeed(known);
      if (feeds.length >= maxFeeds) throw new DomainError('feed.too_many');
      await this.calendars.ensureResources(tx, [params.id]);
      const added = await this.repository.add(tx, params.id, { label: body.label, url, at: this.clock.now() });
      await this.availability.noteChange(tx, facts, ['feeds']);
      return presentFeed(added);
    });
  }

  /** Stops reading a calendar; its busy times go. */
  async remove(actor: Actor, { params }: InputOf<typeof routes.availability.removeFeed>): Promise<void> {
    await this.database.transaction(async (tx) => {
      const facts = await this.availability.mayEdit(tx, actor, params.id);
      await this.calendars.lock(tx, [params.id]);
      const feeds = await this.repository.list(tx, params.id);
      if (!feeds.some(({ id }) => id === params.feedId)) throw new DomainError('not_found');
      await this.repository.remove(tx, params.feedId);
      await this.availability.noteChange(tx, facts, ['feeds']);
    });
  }

  /** Has a calendar fetched soon, but no sooner than a minute after the last time. */
  async refresh(actor: Actor, { params }: InputOf<typeof routes.availability.refreshFeed>): Promise<CalendarFeed> {
    return this.database.transaction(async (tx) => {
      await this.availability.mayEdit(tx, actor, params.id);
      const feed = (await this.repository.list(tx, params.id)).find(({ id }) => id === params.feedId);
      if (!feed) throw new DomainError('not_found');
      const soonest = (feed.lastAttemptAt?.getTime() ?? 0) + pauseMs;
      const nextAttemptAt = new Date(Math.max(this.clock.now().getTime(), soonest));
      if (nextAttemptAt < feed.nextAttemptAt) await this.repository.update(tx, feed.id, { nextAttemptAt });
      return presentFeed(feed);
    });
  }
}
