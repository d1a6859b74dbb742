export { CalendarApiModule, CalendarModule, CalendarWorkerModule } from './calendar.module.js';
export type { PersonRules } from './availability.rules.js';
export { CalendarService, type WantedTime } from './calendar.service.js';
export type { HeldEntry } from './calendar.repository.js';
export { mayKeepHours } from './availability.policy.js';
export { HeldTimes } from './held-times.js';
export { ClosedDays } from './closed-days.js';
