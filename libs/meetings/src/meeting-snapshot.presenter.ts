import type { MeetingSnapshot, PersonCard, RosterEntry } from '@app/contracts';
import { type MeetingFacts, opensAt } from '@app/consultations';
import { phaseOf } from './door.rules.js';
import type { MeetingAdmissionEntity, MeetingConnectionEntity, MeetingDoorEntity } from './meeting-door.entity.js';
import type { MeetingRoomEntity } from './meeting-room.entity.js';

type Participant = MeetingFacts['participants'][number];

/** Everything that is known about a meeting at one instant. */
export interface MeetingView {
  readonly facts: MeetingFacts;
  readonly door: MeetingDoorEntity | null;
  readonly admissions: readonly MeetingAdmissionEntity[];
  /** By time of connection. */
  readonly connections: readonly MeetingConnectionEntity[];
  /** The newest room that could be joined. */
  readonly room: MeetingRoomEntity | null;
  readonly cards: ReadonlyMap<string, PersonCard>;
  readonly now: Date;
}

/**
 * The meeting as one participant may see it: who waits sees who is in, but no device. Who has not accepted the present
 * time, and everybody once it is over, is told how things stand and nothing about the others.
 */
export function presentSnapshot(view: MeetingView, me: Participant): MeetingSnapshot {
  const { facts, door, room, now } = view;
  const mine = view.admissions.find((one) => one.participationId === me.participationId)?.state ?? 'away';
  const by = facts.participants.find((one) => one.personId === door?.lobbyMessageBy);
  const state = phaseOf(facts, now);
  const wide = me.accepted && state !== 'ended';
  return {
    consultationId: facts.consultation.id,
    caseId: wide ? facts.consultation.caseId : null,
    version: door?.version ?? 0,
    state,
    my: { participationId: me.participationId, admission: mine, moderator: me.moderator },
    epoch: room?.epoch ?? 0,
    mode: room?.mode ?? 'none',
    startsAt: facts.sitting.startsAt.toISOString(),
    endsAt: facts.sitting.endsAt.toISOString(),
    opensAt: opensAt(facts.sitting).toISOString(),
    roster: presentRoster(view, wide ? facts.participants : [me], mine === 'admitted'),
    lobbyMessage:
      wide && door?.lobbyMessage && door.lobbyMessageAt
        ? { text: door.lobbyMessage, name: nameOf(view, by), sentAt: door.lobbyMessageAt.toISOString() }
        : null,
    serverTime: now.toISOString(),
  };
}

const standingOrder: readonly RosterEntry['admission'][] = ['admitted', 'waiting', 'away', 'denied', 'removed'];

/** Those who are in come first, in the order they came: in direct mode the first four of them send picture. */
function presentRoster(view: MeetingView, people: readonly Participant[], withDevices: boolean): RosterEntry[] {
  const entries = people.flatMap((one) => {
    const card = view.cards.get(one.personId);
    return card ? [presentEntry(view, one, card, withDevices)] : [];
  });
  return entries.sort(
    (a, b) =>
      standingOrder.indexOf(a.admission) - standingOrder.indexOf(b.admission) ||
      (a.since ?? '').localeCompare(b.since ?? '') ||
      a.name.localeCompare(b.name, 'fi'),
  );
}

function presentEntry(view: MeetingView, one: Participant, card: PersonCard, withDevices: boolean): RosterEntry {
  const stored = view.admissions.find((row) => row.participationId === one.participationId);
  const sockets = view.connections.filter((row) => row.participationId === one.participationId);
  const admission = stored && (sockets.length > 0 || turnedAway(stored)) ? stored.state : 'away';
  const inside = admission === 'admitted';
  const since = admission === 'away' || !stored ? null : inside ? later(stored.since, sockets[0]?.connectedAt) : stored.since;
  return {
    ...card,
    participationId: one.participationId,
    seat: one.seat,
    required: one.required,
    moderator: one.moderator,
    admission,
    since: since?.toISOString() ?? null,
    devices: inside && withDevices ? sockets.map(({ deviceSession, micOn, cameraOn }) => ({ deviceSession, micOn, cameraOn })) : [],
  };
}

function turnedAway({ state, decidedBy }: MeetingAdmissionEntity): boolean {
  return decidedBy !== null && (state === 'denied' || state === 'removed');
}

function later(a: Date, b: Date | undefined): Date {
  return b && b > a ? b : a;
}

function nameOf(view: MeetingView, one: Participant | undefined): string {
  return (one && view.cards.get(one.personId)?.name) ?? '';
}
