export { CalendarModule } from './calendar.module.js';
export type { WeeklyAvailability } from './calendar.rules.js';
export { CalendarService, type WantedTime } from './calendar.service.js';
