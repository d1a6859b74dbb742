import { type Availability, type CalendarFeed, type InputOf, type OutputOf, routes } from '@app/contracts';
import { type Actor, CurrentActor, Input, Route } from '@app/platform';
import { Controller } from '@nestjs/common';
import { AvailabilityService } from './availability.service.js';
import { FeedsService } from './feeds/feeds.service.js';

@Controller()
export class AvailabilityController {
  constructor(
    private readonly availability: AvailabilityService,
    private readonly feeds: FeedsService,
  ) {}

  @Route(routes.availability.get, 'availability.read')
  get(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof routes.availability.get>): Promise<Availability> {
    return this.availability.get(actor, input);
  }

  @Route(routes.availability.update, 'availability.edit')
  update(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof routes.availability.update>): Promise<Availability> {
    return this.availability.update(actor, input);
  }

  @Route(routes.availability.preview, 'availability.preview')
  preview(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof routes.availability.preview>): Promise<OutputOf<typeof routes.availability.preview>> {
    return this.availability.preview(actor, input);
  }

  @Route(routes.availability.addFeed, 'availability.edit')
  addFeed(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof routes.availability.addFeed>): Promise<CalendarFeed> {
    return this.feeds.add(actor, input);
  }

  @Route(routes.availability.removeFeed, 'availability.edit')
  removeFeed(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof routes.availability.removeFeed>): Promise<void> {
    return this.feeds.remove(actor, input);
  }

  @Route(routes.availability.refreshFeed, 'availability.edit')
  refreshFeed(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof routes.availability.refreshFeed>): Promise<CalendarFeed> {
    return this.feeds.refresh(actor, input);
  }
}
