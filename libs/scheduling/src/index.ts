export {
  assertRules,
  type AvailabilityRules,
  type DateException,
  type WallHours,
  type Weekday,
  type WeeklyHours,
} from './availability-rules.js';
export { checkSlot, type SlotCheck, type SlotCheckInput, type SlotProblem, type SlotProblemReason } from './check-slot.js';
export { coverRoles, type RoleCover, type RoleSeats } from './cover-roles.js';
export { InvalidSchedulingInputError, InvalidTimeZoneError } from './errors.js';
export { findSlots, type FoundSlot, type PersonFree, type SlotsResult } from './find-slots.js';
export { dateRange, type LocalInstant, type LocalResolution, resolveLocal } from './local-time.js';
export type { NoSlotReason, NoSlots } from './no-slots.js';
export type { BusyTime, SchedulingPerson } from './person-time.js';
export type { SlotRange, SlotsInput } from './slots-input.js';
export type { TimeSpan } from './time-span.js';
