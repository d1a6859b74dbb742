import { Module } from '@nestjs/common';
import { CalendarRepository } from './calendar.repository.js';
import { CalendarService } from './calendar.service.js';
import { HeldTimes } from './held-times.js';
import { SlotFinder } from './slot-finder.js';

@Module({ providers: [CalendarService, CalendarRepository, SlotFinder, HeldTimes], exports: [CalendarService, HeldTimes] })
export class CalendarModule {}
