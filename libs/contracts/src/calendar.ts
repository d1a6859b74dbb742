import { z } from 'zod';
import { date, durationMinutes, id, instant, timeZone } from './fields.js';
import { route } from './route.js';

/** Somebody a time is searched for or booked for. */
export const participantInput = z.strictObject({ personId: id, required: z.boolean().default(true) });
export type ParticipantInput = z.output<typeof participantInput>;

/** People of one meeting: at most twelve, each once. */
export const participantInputs = z
  .array(participantInput)
  .min(1)
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

export const timeRange = z.object({ startsAt: instant, endsAt: instant });
export type TimeRange = z.infer<typeof timeRange>;

export const slot = timeRange.extend({
  /** Optional people who cannot come. */
  missing: z.array(id),
});
export type Slot = z.infer<typeof slot>;

/** Why no time fits: whose calendar to look at first. */
export const noSlotReason = z.object({
  bottleneckPersonId: id.nullable(),
  /** How many times would appear without that person. */
  slotsWithout: z.int(),
});

export const slotSearch = z
  .strictObject({
    caseId: id.optional(),
    /** A consultation of the case that is to be moved: its own time counts as free. */
    consultationId: id.optional(),
    participants: participantInputs,
    needs: z.array(z.strictObject({ role: z.string().max(40), k: z.int().min(1).max(12), required: z.boolean() })).max(12).optional(),
    durationMinutes,
    /** First day searched. */
    from: date,
    /** Day after the last day searched; at most 12 weeks later. */
    to: date,
    timeZone,
  })
  .superRefine(({ from, to }, context) => {
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    if (days <= 0) context.addIssue({ code: 'custom', path: ['to'], message: 'must be after from' });
    if (days > 84) context.addIssue({ code: 'custom', path: ['to'], message: 'at most 12 weeks after from' });
  });
export type SlotSearch = z.output<typeof slotSearch>;

export const slotResult = z.object({
  slots: z.array(slot),
  /** Each person's free time inside the range; what fills the rest is never told. */
  people: z.array(z.object({ personId: id, required: z.boolean(), free: z.array(timeRange) })),
  why: noSlotReason.nullable(),
});
export type SlotResult = z.infer<typeof slotResult>;

export const slotRoutes = {
  search: route({
    method: 'POST',
    path: '/api/slots',
    summary: 'Times that suit the given people; the caller (for a coordinator the first owner of the case) is required too',
    status: 200,
    body: slotSearch,
    response: slotResult,
  }),
};
