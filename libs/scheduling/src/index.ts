export {
  assertRules,
  type AvailabilityRules,
  type DateException,
  type Leave,
  type WallHours,
  type Weekday,
  type WeeklyHours,
} from './availability-rules.js';
export { checkSlot, type SlotCheck, type SlotCheckInput, type SlotProblem, type SlotProblemReason } from './check-slot.js';
export { coverRoles, type RoleCover, type RoleSeats } from './cover-roles.js';
export { InvalidSchedulingInputError, InvalidTimeZoneError } from './errors.js';
export { explainSlots, findSlots, freeTimes, type PersonFree, type QueryResult, querySlots, type SlotsResult } from './find-slots.js';
export { dateRange, type LocalInstant, type LocalResolution, resolveLocal } from './local-time.js';
export { type Culprit, type NoSlotReason, type NoSlots, type Relaxation, widestRange } from './no-slots.js';
export { type BusyTime, type Frame, frameOf, PersonTime, type SchedulingPerson } from './person-time.js';
export type { FoundSlot, Recommendation } from './rank-slots.js';
export { rangeOf, type SlotRange, type SlotsInput, type SlotsQuery } from './slots-input.js';
export { dayMs, mergeSpans, minuteMs, overlap, type TimeSpan } from './time-span.js';
