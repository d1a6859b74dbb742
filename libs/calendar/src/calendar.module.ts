import { Module } from '@nestjs/common';
import { CalendarRepository } from './calendar.repository.js';
import { CalendarService } from './calendar.service.js';
import { SlotFinder } from './slot-finder.js';

@Module({ providers: [CalendarService, CalendarRepository, SlotFinder], exports: [CalendarService] })
export class CalendarModule {}
