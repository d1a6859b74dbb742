import { z } from 'zod';
import { personCard } from './accounts.js';
import { clientEvent } from './event.js';
import { date, durationMinutes, id, instant, line, localised, timeZone } from './fields.js';
import { route } from './route.js';

/** Somebody a time is searched for or booked for. */
export const participantInput = z.strictObject({ personId: id, required: z.boolean().default(true) });
export type ParticipantInput = z.output<typeof participantInput>;

/** People of a panel whose other people come for their roles: at most twelve, each once. */
export const panelPeople = z
  .array(participantInput)
  .max(12)
  .superRefine((people, context) => {
    const seen = new Set<string>();
    people.forEach((one, index) => {
      if (seen.has(one.personId)) {
        context.addIssue({ code: 'custom', path: [index, 'personId'], message: 'is in the list twice' });
      }
      seen.add(one.personId);
    });
  });

/** People of one meeting: at most twelve, each once. */
export const participantInputs = panelPeople.min(1);

export const timeRange = z.object({ startsAt: instant, endsAt: instant });
export type TimeRange = z.infer<typeof timeRange>;

/** Time of day `HH:MM`; `24:00` where a window may end at midnight. */
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59');
const wallEnd = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time from 00:00 to 24:00');

/** Wall-clock window, half-open; a `to` before `from` lies on the next day. */
export const wallHours = z
  .strictObject({ from: wallTime, to: wallEnd })
  .refine(({ from, to }) => from !== to, { error: 'must differ from the beginning', path: ['to'] });
export type WallHoursInput = z.output<typeof wallHours>;

/** ISO weekday: Monday is 1. */
const weekday = z.int().min(1).max(7) as z.ZodType<1 | 2 | 3 | 4 | 5 | 6 | 7, number>;

/** A window of every week; it begins on that weekday. */
export const weeklyHours = wallHours.safeExtend({ weekday });

const uniqueIds = (max: number) =>
  z
    .array(id)
    .max(max)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'names somebody twice' });

/** People one search looks at, at most. */
export const maxSearchedPeople = 200;

/** A role of the panel and who could take it. A person may be a candidate of several roles and takes one seat. */
export const roleNeed = z.strictObject({
  /** Code of a profession, or any other name of a role. */
  role: line(40),
  /** How many seats. */
  k: z.int().min(1).max(12).default(1),
  /** Whether there is no meeting without it. */
  required: z.boolean().default(true),
  candidates: uniqueIds(maxSearchedPeople).min(1),
});
export type RoleNeed = z.output<typeof roleNeed>;

/** Roles of a panel, each once. */
export const roleNeeds = z.array(roleNeed).max(12).superRefine(eachRoleOnce);

/** Roles of a panel that is gathered: substitutes are asked when those asked before can no longer fill a seat. */
export const panelNeeds = z
  .array(roleNeed.extend({ substitutes: uniqueIds(24).default([]) }))
  .max(12)
  .superRefine(eachRoleOnce);
export type PanelNeed = z.output<typeof panelNeeds>[number];

function eachRoleOnce(needs: readonly { readonly role: string }[], context: z.RefinementCtx): void {
  needs.forEach(({ role }, index) => {
    if (needs.findIndex((other) => other.role === role) < index) context.addIssue({ code: 'custom', path: [index, 'role'], message: 'is in the list twice' });
  });
}

export const slot = timeRange.extend({
  /** Optional people who cannot come. */
  missing: z.array(id),
  /** Who would take the seats of each role, in the order of the request; fewer than wanted where an optional role stays open. */
  seats: z.array(z.object({ role: z.string(), personIds: z.array(id) })),
  /** What the order rests on, weightiest first. */
  rank: z.object({
    /** Optional people and optional seats that stay empty. */
    missing: z.int(),
    /** None of the preferred windows holds it. */
    outsidePreferred: z.boolean(),
    /** Meetings that those who would come have already on that day. */
    load: z.int(),
  }),
});
export type Slot = z.infer<typeof slot>;

/** A role (`role`) or a person (`personId`); the other one is null, both are where it lies with nobody alone. */
const culprit = { role: z.string().nullable(), personId: id.nullable() };

/** Why no time fits, and what the least change is that gives some. */
export const noSlots = z.object({
  reasons: z.array(
    z.object({ ...culprit, reason: z.enum(['range_too_short', 'no_hours', 'hours_too_short', 'notice', 'horizon', 'cap', 'closed', 'busy', 'too_few', 'no_common_time']) }),
  ),
  /** Least change first; each with the number of times it gives. */
  relaxations: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('shorter'), durationMinutes: z.int(), slots: z.int() }),
      /** The search goes on until the day before `to`. */
      z.object({ kind: z.literal('wider'), to: date, slots: z.int() }),
      z.object({ kind: z.literal('optional'), ...culprit, slots: z.int() }),
    ]),
  ),
});
export type NoSlotsAnswer = z.infer<typeof noSlots>;

export const slotSearch = z
  .strictObject({
    caseId: id.optional(),
    /** A consultation of the case that is to be moved: its own time counts as free. */
    consultationId: id.optional(),
    /** Those who come or are wanted whatever their role. */
    participants: panelPeople.default([]),
    needs: roleNeeds.default([]),
    durationMinutes,
    /** First day searched. */
    from: date,
    /** Day after the last day searched; at most 12 weeks later. */
    to: date,
    timeZone,
    /** Times inside these windows (clock of `timeZone`) come first. */
    preferred: z.array(weeklyHours).max(21).default([]),
    /** Times that touch one of these are not offered. */
    excluded: z.array(z.strictObject(timeRange.shape)).max(50).default([]),
    /** Whether to tell everybody's free time too. */
    free: z.boolean().default(true),
    /** How many times are wanted at most. */
    limit: z.int().min(1).max(672).default(672),
  })
  .superRefine(({ from, to, participants, needs, excluded }, context) => {
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    if (days <= 0) context.addIssue({ code: 'custom', path: ['to'], message: 'must be after from' });
    if (days > 84) context.addIssue({ code: 'custom', path: ['to'], message: 'at most 12 weeks after from' });
    const people = new Set([...participants.map(({ personId }) => personId), ...needs.flatMap(({ candidates }) => candidates)]);
    if (people.size === 0) context.addIssue({ code: 'custom', path: ['participants'], message: 'somebody must be named here or in needs' });
    if (people.size > maxSearchedPeople) context.addIssue({ code: 'custom', path: ['needs'], message: `at most ${maxSearchedPeople} people in all` });
    excluded.forEach(({ startsAt, endsAt }, index) => {
      if (startsAt >= endsAt) context.addIssue({ code: 'custom', path: ['excluded', index, 'endsAt'], message: 'must be after startsAt' });
    });
  });
export type SlotSearch = z.output<typeof slotSearch>;

export const slotResult = z.object({
  /** Best first: fewest missing, then inside the preferred windows, then the earliest. */
  slots: z.array(slot),
  /** The one to take, and what sets it apart; null when there is none. */
  recommended: z.object({ startsAt: instant, reason: z.enum(['everybody', 'preferred', 'even_load', 'earliest']) }).nullable(),
  /** Whoever, taken away, lets most times appear, and how many more; null where nobody alone is in the way. */
  bottleneck: z.object({ ...culprit, slotsMore: z.int() }).nullable(),
  /** Each person's free time inside the range; what fills the rest is never told. Empty where it was not asked for. */
  people: z.array(z.object({ personId: id, required: z.boolean(), free: z.array(timeRange) })),
  /** Null when there are times. */
  why: noSlots.nullable(),
});
export type SlotResult = z.infer<typeof slotResult>;

/** Date on which an expert's hours are others than usual; no hours = closed. */
const dateException = z.strictObject({ date, hours: z.array(wallHours).max(8) });

/** Days away, half-open. */
const leave = z.strictObject({ from: date, to: date }).refine(({ from, to }) => from < to, { error: 'must be after from', path: ['to'] });

const cap = z.int().min(1).max(100).nullable();

function eachDateOnce(exceptions: readonly { readonly date: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  exceptions.forEach(({ date: day }, index) => {
    if (seen.has(day)) context.addIssue({ code: 'custom', path: [index, 'date'], message: 'is in the list twice' });
    seen.add(day);
  });
}

/** When a person takes meetings: wall time in the own zone. */
const availabilityRules = {
  timeZone,
  weekly: z.array(weeklyHours).max(56),
  exceptions: z.array(dateException).max(200).superRefine(eachDateOnce),
  leaves: z.array(leave).max(50),
  minimumNoticeMinutes: z.int().min(0).max(60 * 24 * 60),
  /** How many days ahead others may book. */
  horizonDays: z.int().min(1).max(730),
  bufferBeforeMinutes: z.int().min(0).max(240).multipleOf(5),
  bufferAfterMinutes: z.int().min(0).max(240).multipleOf(5),
  /** Most meetings in a calendar week / month of the own zone; null: no limit. */
  weeklyCap: cap,
  monthlyCap: cap,
};

/** A subscribed calendar. Of its events only start and end are kept; its address is a secret and never shown again. */
export const calendarFeed = z.object({
  id,
  label: z.string(),
  /** Host of the address. */
  host: z.string(),
  state: z.enum(['waiting', 'ok', 'failing']),
  /** When the copy that counts was fetched. */
  lastSuccessAt: instant.nullable(),
  lastAttemptAt: instant.nullable(),
  problem: z.enum(['unreachable', 'refused_address', 'not_found', 'not_a_calendar', 'too_large', 'too_slow', 'too_many_redirects', 'too_many_events']).nullable(),
});
export type CalendarFeed = z.infer<typeof calendarFeed>;

export const availability = z.object({
  /** Whose it is. */
  person: personCard,
  /** 0 while the default hours hold. */
  version: z.int().min(0),
  ...availabilityRules,
  feeds: z.array(calendarFeed),
  /** Days of the next twelve months on which the own centre is closed: public holidays, and July where the centre says so. */
  closedDays: z.array(z.object({ from: date, to: date, name: localised })),
  /** Latest changes, newest first. */
  changes: z.array(z.object({ at: instant, by: z.string(), own: z.boolean() })),
});
export type Availability = z.infer<typeof availability>;

const availabilityParams = z.object({ id });

export const availabilityRoutes = {
  get: route({
    method: 'GET',
    path: '/api/people/:id/availability',
    summary: 'When a person takes meetings; oneself, and the experts of a centre for its coordinators',
    status: 200,
    params: availabilityParams,
    response: availability,
  }),
  update: route({
    method: 'PATCH',
    path: '/api/people/:id/availability',
    summary: 'Change hours, exceptions, leave, notice, horizon, pauses and caps',
    status: 200,
    params: availabilityParams,
    body: z.strictObject({ version: z.int32().min(0), ...z.object(availabilityRules).partial().shape }),
    response: availability,
  }),
  preview: route({
    method: 'GET',
    path: '/api/people/:id/free-busy',
    summary: 'What others see of a calendar: free and busy, nothing else; at most 12 weeks',
    status: 200,
    params: availabilityParams,
    query: z.strictObject({ from: date, to: date }),
    response: z.object({ free: z.array(timeRange), busy: z.array(timeRange) }),
  }),
  addFeed: route({
    method: 'POST',
    path: '/api/people/:id/feeds',
    summary: 'Subscribe a published calendar (ICS); the same address again answers with the feed there is',
    status: 201,
    params: availabilityParams,
    body: z.strictObject({ label: line(60), url: z.string().trim().min(10).max(2_000) }),
    response: calendarFeed,
  }),
  removeFeed: route({
    method: 'DELETE',
    path: '/api/people/:id/feeds/:feedId',
    summary: 'Stop reading a subscribed calendar; its busy times go',
    status: 204,
    params: z.object({ id, feedId: id }),
  }),
  refreshFeed: route({
    method: 'POST',
    path: '/api/people/:id/feeds/:feedId/refresh',
    summary: 'Fetch a subscribed calendar soon',
    status: 202,
    params: z.object({ id, feedId: id }),
    body: z.strictObject({}),
    response: calendarFeed,
  }),
};

export const calendarEvents = {
  /** Be told (notice `calendar`) when the calendar of one of the people changes; replaces what was watched before. */
  watch: clientEvent({ name: 'calendar.watch', payload: z.strictObject({ personIds: uniqueIds(maxSearchedPeople) }), ack: z.object({}) }),
};

export const slotRoutes = {
  search: route({
    method: 'POST',
    path: '/api/slots',
    summary: 'Times that suit a panel; the caller (for a coordinator the first owner of the case) is required too',
    status: 200,
    body: slotSearch,
    response: slotResult,
  }),
};
