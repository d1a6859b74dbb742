import { z } from 'zod';
import { personCard } from './accounts.js';
import { chatMessage, seat, ticket } from './consultations.js';
import { clientEvent, serverEvent } from './event.js';
import { id, instant } from './fields.js';
import { route } from './route.js';

const empty = z.object({});
const inMeeting = z.strictObject({ consultationId: id });
const aboutSomebody = z.strictObject({ consultationId: id, participationId: id });

/** Where a person stands at the door of a meeting. `away` = has no open connection. */
export const admission = z.enum(['away', 'waiting', 'admitted', 'denied', 'removed']);
export type Admission = z.infer<typeof admission>;

/** One person of the roster. */
export const rosterEntry = personCard.extend({
  participationId: id,
  seat,
  required: z.boolean(),
  /** Can admit, deny, mute, remove and end. */
  moderator: z.boolean(),
  admission,
  /** Since when the person waits or has been in; null while away. */
  since: instant.nullable(),
  /** Open tabs of a person who is in: names of media senders; in direct mode the peers to connect to. */
  devices: z.array(z.object({ deviceSession: z.string(), micOn: z.boolean(), cameraOn: z.boolean() })),
});
export type RosterEntry = z.infer<typeof rosterEntry>;

/** The whole state of a meeting as one person may see it; sent on each connect and after each change. */
export const meetingSnapshot = z.object({
  consultationId: id,
  caseId: id.nullable(),
  /** Rises with each change; an older snapshot that arrives late is to be ignored. */
  version: z.int().min(0),
  state: z.enum(['not_open', 'open', 'ended']),
  /** One's own standing. */
  my: z.object({ participationId: id, admission, moderator: z.boolean() }),
  /** Which room is in force: rises when a room is replaced; a client in an older one asks for a new ticket. */
  epoch: z.int().min(0),
  mode: z.enum(['livekit', 'direct', 'none']),
  startsAt: instant,
  endsAt: instant,
  opensAt: instant,
  /** Everybody invited; people who wait see names and who is in, but no device. Oneself only without having accepted, and once it is over. */
  roster: z.array(rosterEntry),
  /** Message of a moderator to those who wait. */
  lobbyMessage: z.object({ text: z.string(), name: z.string(), sentAt: instant }).nullable(),
  /** Time on the server, for countdowns on machines with a wrong clock. */
  serverTime: instant,
});
export type MeetingSnapshot = z.infer<typeof meetingSnapshot>;

const deviceSession = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
/** A WebRTC session description or ICE candidate, relayed unread between admitted people in direct mode. */
const signal = z.union([
  z.strictObject({ description: z.strictObject({ type: z.enum(['offer', 'answer', 'rollback', 'pranswer']), sdp: z.string().max(40_000) }) }),
  z.strictObject({
    candidate: z.strictObject({
      candidate: z.string().max(2_000),
      sdpMid: z.string().max(64).nullish(),
      sdpMLineIndex: z.int().min(0).max(64).nullish(),
      usernameFragment: z.string().max(256).nullish(),
    }),
  }),
]);

/** Client → server messages of a meeting; each is acknowledged with `{ ok, data } | { ok, error }`. */
export const meetingEvents = {
  /** Come to the door: moderators are in at once, others wait. Repeat after each reconnect. */
  enter: clientEvent({
    name: 'meeting.enter',
    payload: z.strictObject({
      consultationId: id,
      deviceSession,
      /** Wants a ticket with the answer, should the person be in and the room be there: it saves asking for it. */
      withTicket: z.boolean().optional(),
    }),
    ack: meetingSnapshot.extend({ ticket: ticket.nullable() }),
  }),
  leave: clientEvent({ name: 'meeting.leave', payload: inMeeting, ack: empty }),
  /** Moderators, before the usual 15 minutes. */
  open: clientEvent({ name: 'meeting.open', payload: inMeeting, ack: empty }),
  admit: clientEvent({ name: 'meeting.admit', payload: aboutSomebody, ack: empty }),
  admitAll: clientEvent({ name: 'meeting.admit-all', payload: inMeeting, ack: empty }),
  deny: clientEvent({ name: 'meeting.deny', payload: aboutSomebody, ack: empty }),
  mute: clientEvent({ name: 'meeting.mute', payload: aboutSomebody, ack: empty }),
  remove: clientEvent({ name: 'meeting.remove', payload: aboutSomebody, ack: empty }),
  /** A moderator's message to those who wait; not kept with the case. */
  tellLobby: clientEvent({
    name: 'meeting.tell-lobby',
    payload: z.strictObject({ consultationId: id, text: z.string().trim().min(1).max(500) }),
    ack: empty,
  }),
  /** Own microphone and camera, shown to others in direct mode and in the roster. */
  device: clientEvent({
    name: 'meeting.device',
    payload: z.strictObject({ consultationId: id, micOn: z.boolean(), cameraOn: z.boolean() }),
    ack: empty,
  }),
  say: clientEvent({
    name: 'meeting.say',
    payload: z.strictObject({ consultationId: id, /** Made by the client: a retry is not a second message. */ messageId: id, text: z.string().trim().min(1).max(4_000) }),
    ack: chatMessage,
  }),
  signal: clientEvent({
    name: 'meeting.signal',
    payload: z.strictObject({ consultationId: id, epoch: z.int().min(1), to: z.strictObject({ participationId: id, deviceSession }), signal }),
    ack: empty,
  }),
  /** The media server could not be reached from here; the server looks for itself and may replace the room. */
  mediaLost: clientEvent({
    name: 'meeting.media-lost',
    payload: z.strictObject({ consultationId: id, epoch: z.int().min(1) }),
    ack: empty,
  }),
  /** Chair: leave direct mode for the video server. */
  toServer: clientEvent({ name: 'meeting.to-server', payload: inMeeting, ack: empty }),
};

/** Server → client messages of a meeting. */
export const meetingNotices = {
  snapshot: serverEvent({ name: 'meeting.snapshot', payload: meetingSnapshot }),
  message: serverEvent({ name: 'meeting.message', payload: z.object({ consultationId: id, message: chatMessage }) }),
  signal: serverEvent({
    name: 'meeting.signal',
    payload: z.object({
      consultationId: id,
      epoch: z.int().min(1),
      from: z.object({ participationId: id, deviceSession: z.string() }),
      signal,
    }),
  }),
  /** A moderator muted you; only you can unmute again. */
  muted: serverEvent({ name: 'meeting.muted', payload: z.object({ consultationId: id, by: z.string() }) }),
};

export const webhookRoutes = {
  livekit: route({
    method: 'POST',
    path: '/api/webhooks/livekit',
    summary: 'Events of the media server, signed over the raw body',
    status: 200,
    raw: true,
  }),
};
