import { z } from 'zod';
import { personCard } from './accounts.js';
import { panelNeeds, participantInputs, timeRange } from './calendar.js';
import { cursor, date, durationMinutes, id, instant, language, line, localStart, localised, version } from './fields.js';
import { route } from './route.js';

/** `times_open`: held times wait for answers; such a consultation is seen as a hold. */
export const consultationState = z.enum(['times_open', 'booked', 'in_session', 'ended', 'cancelled']);
export type ConsultationState = z.infer<typeof consultationState>;

/** RFC 5545 PARTSTAT, in lower case. */
export const partstat = z.enum(['needs-action', 'accepted', 'declined', 'tentative']);
export type Partstat = z.infer<typeof partstat>;

/** What a person sits in the meeting as. */
export const seat = z.enum(['chair', 'requester', 'coordinator', 'expert']);
export type Seat = z.infer<typeof seat>;

export const participant = personCard.extend({
  participationId: id,
  seat,
  required: z.boolean(),
  /** The role whose seat the person has or is asked to take; null for those who come whatever their role. */
  role: z.string().nullable(),
  partstat,
  respondedAt: instant.nullable(),
});
export type Participant = z.infer<typeof participant>;

/** One stay of one person in the meeting. */
export const attendanceSpan = z.object({
  participationId: id,
  name: z.string(),
  joinedAt: instant,
  leftAt: instant.nullable(),
});

/** What an invited person sees before accepting: no title, no number, nobody's name. */
export const invitationHeader = z.object({
  themes: z.array(z.string()),
  ageBand: z.string(),
  county: z.string(),
  language,
  requesterProfession: localised.nullable(),
});

export const consultation = z.object({
  id,
  state: consultationState,
  startsAt: instant,
  endsAt: instant,
  timeZone: z.string(),
  /** iCalendar SEQUENCE: rises with each change of time and with the cancellation; answers name it. */
  sequence: z.int().min(0),
  version,
  header: invitationHeader,
  /** Why it was booked outside somebody's hours; shown with the invitation. */
  overrideReason: z.string().nullable(),
  cancelReason: z.string().nullable(),
  /** Present for those who have accepted, the owners, the booker and the coordinators of the centre. */
  case: z.object({ id, number: z.string(), title: z.string().nullable() }).nullable(),
  /** Oneself only, until one has accepted. */
  participants: z.array(participant),
  /** When "Join" opens. */
  opensAt: instant,
  attendance: z.array(attendanceSpan),
  /** The roles of the panel and how many of their seats are taken by people who have accepted; empty until one has accepted. */
  needs: z.array(z.object({ role: z.string(), k: z.int(), required: z.boolean(), have: z.int() })),
  my: z.object({
    participationId: id.nullable(),
    partstat: partstat.nullable(),
    may: z.object({ respond: z.boolean(), join: z.boolean(), move: z.boolean(), cancel: z.boolean(), moderate: z.boolean() }),
  }),
});
export type Consultation = z.infer<typeof consultation>;

export const chatMessage = z.object({
  id,
  personId: id,
  name: z.string(),
  text: z.string(),
  sentAt: instant,
});
export type ChatMessage = z.infer<typeof chatMessage>;

/** Answer of `consultation.slot_taken`: the next times that were free when it was looked up. */
export const slotTakenDetails = z.object({ alternatives: z.array(timeRange) });

/** Why a time is not offered. `off_grid` and `closed` lie with nobody: starts lie on quarters of an hour; the centre is closed. */
export const outsideRule = z.enum(['off_grid', 'closed', 'outside_hours', 'before_notice', 'beyond_horizon', 'over_cap', 'buffer']);
export type OutsideRule = z.infer<typeof outsideRule>;

/** Answer of `consultation.outside_rules`: which rules of whom; `personId` is null for rules of nobody. */
export const outsideRulesDetails = z.object({
  reasons: z.array(z.object({ personId: id.nullable(), rule: outsideRule })),
});

/** Answer of `time.nonexistent`: the wall-clock time after the gap. */
export const timeNonexistentDetails = z.object({ nearest: z.object({ local: z.string(), startsAt: instant, offset: z.string() }) });

/** Answer of `time.ambiguous`: both instants with the offset that chooses each. */
export const timeAmbiguousDetails = z.object({ candidates: z.array(z.object({ startsAt: instant, offset: z.string() })) });

const params = z.object({ id });
const override = z.strictObject({ reason: line(300) });

export const ticket = z.object({
  mode: z.enum(['livekit', 'direct']),
  /** WebSocket address of the media server; absent in direct mode. */
  url: z.string().optional(),
  token: z.string().optional(),
  expiresAt: instant,
  /** Which of the rooms of this meeting it opens; a later one replaces it. */
  epoch: z.int().min(1),
  participationId: id,
  /** STUN and TURN servers of direct mode. */
  iceServers: z.array(z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() })).optional(),
});
export type Ticket = z.infer<typeof ticket>;

export const consultationRoutes = {
  create: route({
    method: 'POST',
    path: '/api/consultations',
    summary: 'Book a consultation of a case with the given people',
    status: 201,
    idempotent: true,
    body: z.strictObject({
      caseId: id,
      participants: participantInputs,
      /** Roles the people fill; the candidates are among the participants. */
      needs: panelNeeds.default([]),
      start: localStart,
      durationMinutes,
      /** Coordinators only: book outside hours, notice, horizon, cap or the grid of starts, with a reason that the invitation shows. */
      override: override.optional(),
    }),
    response: consultation,
  }),
  list: route({
    method: 'GET',
    path: '/api/consultations',
    summary: 'Consultations in order of start: own, or of the centre one coordinates',
    status: 200,
    query: z.strictObject({
      /** First day, in the caller's zone. */
      from: date.optional(),
      /** Day after the last one. */
      to: date.optional(),
      scope: z.enum(['mine', 'centre']).default('mine'),
      cursor: cursor.optional(),
    }),
    response: z.object({ items: z.array(consultation), next: z.string().nullable() }),
  }),
  get: route({
    method: 'GET',
    path: '/api/consultations/:id',
    summary: 'One consultation, as much of it as the reader may see',
    status: 200,
    params,
    response: consultation,
  }),
  move: route({
    method: 'POST',
    path: '/api/consultations/:id/move',
    summary: 'Move to another time; everybody is asked again and reminders are planned anew',
    status: 200,
    idempotent: true,
    params,
    body: z.strictObject({ version, start: localStart, durationMinutes: durationMinutes.optional(), override: override.optional() }),
    response: consultation,
  }),
  cancel: route({
    method: 'POST',
    path: '/api/consultations/:id/cancel',
    summary: 'Cancel with a reason; everybody is told',
    status: 200,
    idempotent: true,
    params,
    body: z.strictObject({ version, reason: line(300) }),
    response: consultation,
  }),
  respond: route({
    method: 'POST',
    path: '/api/consultations/:id/response',
    summary: 'Answer an invitation; accepting includes "I am not disqualified"',
    status: 200,
    params,
    body: z
      .strictObject({
        sequence: z.int().min(0),
        answer: z.enum(['accepted', 'declined', 'tentative']),
        notDisqualified: z.boolean().optional(),
      })
      .superRefine(({ answer, notDisqualified }, context) => {
        if (answer === 'accepted' && notDisqualified !== true) {
          context.addIssue({ code: 'custom', path: ['notDisqualified'], message: 'must be true when accepting' });
        }
      }),
    response: consultation,
  }),
  replace: route({
    method: 'POST',
    path: '/api/consultations/:id/replace',
    summary: 'Put somebody else in the place of a participant; refused where a role would stay without enough people',
    status: 200,
    idempotent: true,
    params,
    body: z.strictObject({ version, participationId: id, personId: id }),
    response: consultation,
  }),
  affected: route({
    method: 'GET',
    path: '/api/people/:id/affected-meetings',
    summary: 'Future meetings of a person in a range of days that would lose their quorum without them, with free substitutes',
    status: 200,
    params,
    query: z.strictObject({
      /** First day; default today. */
      from: date.optional(),
      /** Day after the last one; default no end. */
      to: date.optional(),
    }),
    response: z.object({
      items: z.array(
        z.object({
          consultation,
          participationId: id,
          /** The role that would lack somebody; null where the person is required as such. */
          role: z.string().nullable(),
          substitutes: z.array(personCard),
        }),
      ),
    }),
  }),
  ticket: route({
    method: 'POST',
    path: '/api/consultations/:id/ticket',
    summary: 'A short-lived ticket to the room of the meeting for one browser tab',
    status: 201,
    params,
    body: z.strictObject({
      /** Random name of the browser tab, so that one person may join from two devices. */
      deviceSession: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
    }),
    response: ticket,
  }),
  end: route({
    method: 'POST',
    path: '/api/consultations/:id/end',
    summary: 'End the meeting for all',
    status: 200,
    params,
    body: z.strictObject({ version }),
    response: consultation,
  }),
  messages: route({
    method: 'GET',
    path: '/api/consultations/:id/messages',
    summary: 'The chat of the meeting; it stays with the case',
    status: 200,
    params,
    response: z.object({ items: z.array(chatMessage) }),
  }),
};
