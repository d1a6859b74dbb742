import { AccountsModule } from '@app/accounts';
import { AuditModule } from '@app/audit';
import { ReferenceModule } from '@app/reference';
import { Module } from '@nestjs/common';
import { AvailabilityController } from './availability.controller.js';
import { AvailabilityService } from './availability.service.js';
import { CalendarGateway } from './calendar.gateway.js';
import { CalendarRepository } from './calendar.repository.js';
import { CalendarService } from './calendar.service.js';
import { ClosedDays } from './closed-days.js';
import { CalendarReader } from './feeds/calendar-reader.js';
import { FeedDownload } from './feeds/feed-download.js';
import { FeedRefresh } from './feeds/feed-refresh.service.js';
import { FeedJobs } from './feeds/feeds.jobs.js';
import { FeedsRepository } from './feeds/feeds.repository.js';
import { FeedsService } from './feeds/feeds.service.js';
import { HeldTimes } from './held-times.js';
import { PersonTimeCache } from './person-time-cache.js';
import { SlotFinder } from './slot-finder.js';

@Module({
  imports: [AccountsModule, AuditModule, ReferenceModule],
  providers: [CalendarService, CalendarRepository, PersonTimeCache, SlotFinder, HeldTimes, ClosedDays, FeedsRepository],
  exports: [CalendarService, HeldTimes, ClosedDays, CalendarRepository, FeedsRepository],
})
export class CalendarModule {}

@Module({
  imports: [CalendarModule, AccountsModule, AuditModule],
  controllers: [AvailabilityController],
  providers: [AvailabilityService, FeedsService, CalendarGateway],
})
export class CalendarApiModule {}

@Module({ imports: [CalendarModule], providers: [FeedRefresh, FeedDownload, CalendarReader, FeedJobs] })
export class CalendarWorkerModule {}
