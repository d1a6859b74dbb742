import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { events, type MeetingSnapshot, type Ticket } from '@app/contracts';
import { newId } from '@app/kernel';
import { AccessToken } from 'livekit-server-sdk';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { RoomsService } from '../../libs/meetings/src/rooms.service.js';
import { eventually } from '../support/eventually.js';
import { holdLock } from '../support/held-lock.js';
import { MeetingClient } from '../support/meeting-client.js';
import { makeReference, type TestPerson } from '../support/factories.js';
import { HttpClient } from '../support/http-client.js';
import { makeMeetingScene, type MeetingScene, type SceneOptions, type ScenePerson } from '../support/meeting-scene.js';
import { openSystem, type TestSystem } from '../support/system.js';

const meeting = events.meeting;
const livekit = { LIVEKIT_API_KEY: 'testkey', LIVEKIT_API_SECRET: 'a-secret-for-tests-of-forty-characters--' };
let system: TestSystem;
const clients: MeetingClient[] = [];

beforeAll(async () => {
  system = await openSystem({ now: 'real', worker: false, env: livekit });
  await makeReference(system);
}, 60_000);
afterAll(() => system?.close());
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const scene = (options?: SceneOptions): Promise<MeetingScene> => makeMeetingScene(system, options);

async function tab(meetingScene: MeetingScene, person: TestPerson, deviceSession = `tab_${newId()}`): Promise<MeetingClient> {
  const client = await MeetingClient.connect(person.client, meetingScene.consultationId, deviceSession);
  clients.push(client);
  return client;
}

async function enter(meetingScene: MeetingScene, person: TestPerson, deviceSession?: string): Promise<MeetingClient> {
  const client = await tab(meetingScene, person, deviceSession);
  expect(await client.enter()).toMatchObject({ ok: true });
  return client;
}

async function ticket(meetingScene: MeetingScene, person: TestPerson): Promise<{ status: number; body: Ticket & { code?: string } }> {
  return person.client.post(`/api/consultations/${meetingScene.consultationId}/ticket`, { deviceSession: 'tab_00000001' });
}

describe('the door', () => {
  it('lets the chair in at once, others wait until admitted', async () => {
    const it_ = await scene();
    const [one, two] = it_.experts as [ScenePerson, ScenePerson];
    const chair = await enter(it_, it_.chair);
    expect(chair.last.my).toMatchObject({ admission: 'admitted', moderator: true });

    const first = await enter(it_, one);
    const second = await enter(it_, two);
    expect(first.last.my).toMatchObject({ admission: 'waiting', moderator: false });
    await chair.until((snapshot) => waiting(snapshot).length === 2);
    expect(chair.entry(one.participationId)).toMatchObject({ name: 'Expert 1', admission: 'waiting', devices: [] });
    expect((await ticket(it_, one)).body.code).toBe('meeting.not_admitted');

    expect(await chair.ask(meeting.admit, { consultationId: it_.consultationId, participationId: one.participationId })).toEqual({ ok: true, data: {} });
    await first.until((snapshot) => snapshot.my.admission === 'admitted');
    expect((await ticket(it_, one)).status).toBe(201);
    expect(second.last.my.admission).toBe('waiting');
    // Who waits sees who is in, but no device; who is in sees the devices.
    await second.until((snapshot) => inside(snapshot).length === 2);
    expect(inside(second.last).every((entry) => entry.devices.length === 0)).toBe(true);
    await chair.until((snapshot) => inside(snapshot).length === 2);
    expect(chair.entry(one.participationId).devices).toHaveLength(1);

    await chair.ask(meeting.admitAll, { consultationId: it_.consultationId });
    await second.until((snapshot) => snapshot.my.admission === 'admitted');
    const { rows } = await system.database.query('SELECT state FROM consultation WHERE id = $1', [it_.consultationId]);
    expect(rows).toEqual([{ state: 'in_session' }]);
  });

  it('hands a ticket with its answer to who is in, once there is a room, and to nobody else', async () => {
    const it_ = await scene();
    const ask = { consultationId: it_.consultationId, withTicket: true };
    const chair = await enter(it_, it_.chair);
    await chair.until((snapshot) => snapshot.mode === 'direct');
    const comesBack = await chair.ask(meeting.enter, { ...ask, deviceSession: chair.deviceSession });
    expect(comesBack).toMatchObject({ ok: true, data: { ticket: { mode: 'direct', epoch: 1, participationId: it_.chair.participationId } } });
    const { rows } = await system.database.query(`SELECT count(*)::int AS n FROM audit_event WHERE action = 'meeting.ticket_issued' AND object_id = $1`, [it_.consultationId]);
    expect(rows).toEqual([{ n: 1 }]);
    const first = await tab(it_, it_.experts[0]!);
    expect(await first.ask(meeting.enter, { ...ask, deviceSession: first.deviceSession })).toMatchObject({ ok: true, data: { ticket: null } });
  });

  it('keeps the place of somebody who drops out and comes again', async () => {
    const it_ = await scene();
    const one = it_.experts[0]!;
    const chair = await enter(it_, it_.chair);
    const first = await enter(it_, one, 'tab_of_the_one');
    await chair.until((snapshot) => waiting(snapshot).length === 1);
    const { since } = chair.entry(one.participationId);
    first.close();
    await chair.until((snapshot) => waiting(snapshot).length === 0);
    expect(chair.entry(one.participationId).admission).toBe('away');

    const again = await enter(it_, one, 'tab_of_the_one');
    await chair.until((snapshot) => waiting(snapshot).length === 1);
    expect(chair.entry(one.participationId).since).toBe(since);
    expect(again.last.my.admission).toBe('waiting');
  });

  it('has one place for a socket that comes as another tab, also as one that is there already', async () => {
    const it_ = await scene();
    const one = it_.experts[0]!;
    const first = await enter(it_, one, 'tab_of_the_one');
    await enter(it_, one, 'tab_of_the_other');
    expect(await first.ask(meeting.enter, { consultationId: it_.consultationId, deviceSession: 'tab_of_the_other' })).toMatchObject({ ok: true });
    const { rows } = await system.database.query('SELECT device_session FROM meeting_connection WHERE sitting_id = $1', [it_.sittingId]);
    expect(rows).toEqual([{ device_session: 'tab_of_the_other' }]);
  });

  it('gives a socket that comes again the state that was missed', async () => {
    const it_ = await scene();
    const one = it_.experts[0]!;
    const chair = await enter(it_, it_.chair);
    const first = await enter(it_, one);
    first.close();
    await chair.until((snapshot) => waiting(snapshot).length === 0);
    await chair.ask(meeting.admitAll, { consultationId: it_.consultationId });
    const again = await enter(it_, one);
    expect(again.last.my.admission).toBe('admitted');
    expect(again.last.mode).toBe('direct');
  });

  it('is one door for people on different servers', async () => {
    const another = await system.startApi();
    try {
      const it_ = await scene();
      const one = it_.experts[0]!;
      const chair = await enter(it_, it_.chair);
      const first = await MeetingClient.connect(new HttpClient(another.url, one.client.cookie), it_.consultationId, 'tab_elsewhere');
      clients.push(first);
      expect(await first.enter()).toMatchObject({ ok: true });
      await chair.until((snapshot) => waiting(snapshot).length === 1);
      await chair.ask(meeting.admit, { consultationId: it_.consultationId, participationId: one.participationId });
      await first.until((snapshot) => snapshot.my.admission === 'admitted');
      const hello = { consultationId: it_.consultationId, messageId: newId(), text: 'From elsewhere' };
      expect(await first.ask(meeting.say, hello)).toMatchObject({ ok: true });
      await chair.untilTrue(() => chair.messages.length === 1);
    } finally {
      await another.stop();
    }
  }, 20_000);

  it('shows the lobby message to those who wait', async () => {
    const it_ = await scene();
    const chair = await enter(it_, it_.chair);
    const first = await enter(it_, it_.experts[0]!);
    await chair.ask(meeting.tellLobby, { consultationId: it_.consultationId, text: 'Five more minutes' });
    const told = await first.until((snapshot) => snapshot.lobbyMessage !== null);
    expect(told.lobbyMessage).toMatchObject({ text: 'Five more minutes', name: 'Anna Aalto' });
    const code = await chair.ask(meeting.tellLobby, { consultationId: it_.consultationId, text: 'Child 131052-308T' });
    expect(code).toMatchObject({ ok: false, error: { code: 'text.personal_identity_code', fields: [{ path: 'text' }] } });
  });

  it('is not there for strangers, and refuses who has not accepted', async () => {
    const it_ = await scene();
    expect(await (await tab(it_, it_.stranger)).enter()).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect((await ticket(it_, it_.stranger)).status).toBe(404);
    expect(await (await tab(it_, it_.undecided)).enter()).toMatchObject({ ok: false, error: { code: 'meeting.not_accepted' } });
    expect(await ticket(it_, it_.undecided)).toMatchObject({ status: 403, body: { code: 'meeting.not_accepted' } });
  });

  it('stays shut before its time, until a moderator opens it', async () => {
    const it_ = await scene({ startsInMinutes: 120 });
    const one = it_.experts[0]!;
    expect(await ticket(it_, one)).toMatchObject({ status: 409, body: { code: 'meeting.not_open' } });
    expect(await (await tab(it_, one)).enter()).toMatchObject({ ok: false, error: { code: 'meeting.not_open' } });
    const chair = await enter(it_, it_.chair);
    expect(chair.last).toMatchObject({ state: 'not_open', my: { admission: 'away' } });
    expect(await chair.ask(meeting.open, { consultationId: it_.consultationId })).toMatchObject({ ok: true });
    await chair.until((snapshot) => snapshot.state === 'open' && snapshot.my.admission === 'admitted');
    expect((await enter(it_, one)).last.my.admission).toBe('waiting');
  });

  it('obeys moderators only', async () => {
    const it_ = await scene();
    const [one, two] = it_.experts as [ScenePerson, ScenePerson];
    await enter(it_, it_.chair);
    const first = await enter(it_, one);
    for (const event of [meeting.admit, meeting.deny, meeting.remove, meeting.mute]) {
      const answer = await first.ask(event, { consultationId: it_.consultationId, participationId: two.participationId });
      expect(answer).toMatchObject({ ok: false, error: { code: 'access.forbidden' } });
    }
    for (const event of [meeting.open, meeting.admitAll, meeting.toServer]) {
      expect(await first.ask(event, { consultationId: it_.consultationId })).toMatchObject({ ok: false, error: { code: 'access.forbidden' } });
    }
  });
});

describe('turning away', () => {
  it('throws a removed person out, refuses tickets, and lets in again when the chair says so', async () => {
    const it_ = await scene();
    const one = it_.experts[0]!;
    const chair = await enter(it_, it_.chair);
    const first = await enter(it_, one);
    const about = { consultationId: it_.consultationId, participationId: one.participationId };
    await chair.ask(meeting.admit, about);
    await first.until((snapshot) => snapshot.my.admission === 'admitted');
    await chair.ask(meeting.remove, about);
    await first.until((snapshot) => snapshot.my.admission === 'removed');
    expect(first.last.roster.flatMap((entry) => entry.devices)).toEqual([]);
    expect(await ticket(it_, one)).toMatchObject({ status: 403, body: { code: 'meeting.removed' } });
    expect(await first.ask(meeting.say, { consultationId: it_.consultationId, messageId: newId(), text: 'Hello?' })).toMatchObject({ ok: false });
    expect((await enter(it_, one)).last.my.admission).toBe('removed');
    await chair.ask(meeting.admit, about);
    await first.until((snapshot) => snapshot.my.admission === 'admitted');
  });

  it('throws out who declines the invitation, and lets them wait again once they have accepted', async () => {
    const worker = await system.startWorker();
    try {
      const it_ = await scene();
      const one = it_.experts[0]!;
      const chair = await enter(it_, it_.chair);
      const first = await enter(it_, one);
      await chair.ask(meeting.admit, { consultationId: it_.consultationId, participationId: one.participationId });
      await first.until((snapshot) => snapshot.my.admission === 'admitted');
      const path = `/api/consultations/${it_.consultationId}/response`;
      expect((await one.client.post(path, { sequence: 0, answer: 'declined' })).status).toBe(200);
      await first.until((snapshot) => snapshot.my.admission === 'removed', 15_000);
      expect((await ticket(it_, one)).status).toBe(403);
      // The page may still be open: it hears nothing about the others any more.
      await chair.ask(meeting.tellLobby, { consultationId: it_.consultationId, text: 'Five more minutes' });
      const { version } = await chair.until((snapshot) => snapshot.lobbyMessage !== null);
      const told = await first.until((snapshot) => snapshot.version >= version);
      expect(told).toMatchObject({ caseId: null, lobbyMessage: null, roster: [{ participationId: one.participationId }] });
      expect((await one.client.post(path, { sequence: 0, answer: 'accepted', notDisqualified: true })).status).toBe(200);
      expect((await enter(it_, one)).last.my.admission).toBe('waiting');
    } finally {
      await worker.stop();
    }
  }, 40_000);

  it('denies somebody who waits', async () => {
    const it_ = await scene();
    const one = it_.experts[0]!;
    const chair = await enter(it_, it_.chair);
    const first = await enter(it_, one);
    await chair.ask(meeting.deny, { consultationId: it_.consultationId, participationId: one.participationId });
    await first.until((snapshot) => snapshot.my.admission === 'denied');
    expect(await ticket(it_, one)).toMatchObject({ status: 403, body: { code: 'meeting.not_admitted' } });
  });

  it('mutes by telling the person, and never a moderator out of the meeting', async () => {
    const it_ = await scene();
    const one = it_.experts[0]!;
    const chair = await enter(it_, it_.chair);
    const first = await enter(it_, one);
    const about = { consultationId: it_.consultationId, participationId: one.participationId };
    await chair.ask(meeting.admit, about);
    await first.ask(meeting.device, { consultationId: it_.consultationId, micOn: true, cameraOn: true });
    await chair.until(() => chair.entry(one.participationId).devices[0]?.micOn === true);
    await chair.ask(meeting.mute, about);
    await first.untilTrue(() => first.mutes.length === 1);
    expect(first.mutes[0]).toMatchObject({ by: 'Anna Aalto' });
    await chair.until(() => chair.entry(one.participationId).devices[0]?.micOn === false);
    const self = { consultationId: it_.consultationId, participationId: it_.chair.participationId };
    expect(await chair.ask(meeting.remove, self)).toMatchObject({ ok: false, error: { code: 'access.forbidden' } });
  });
});

describe('direct mode', () => {
  it('is what opens where no media server can be had, and relays signals between admitted people only', async () => {
    const it_ = await scene();
    const [one, two] = it_.experts as [ScenePerson, ScenePerson];
    const chair = await enter(it_, it_.chair, 'tab_of_chair');
    const first = await enter(it_, one, 'tab_of_first');
    const second = await enter(it_, two, 'tab_of_second');
    await chair.ask(meeting.admit, { consultationId: it_.consultationId, participationId: one.participationId });
    await first.until((snapshot) => snapshot.my.admission === 'admitted' && snapshot.mode === 'direct');
    const { body } = await ticket(it_, one);
    expect(body).toMatchObject({ mode: 'direct', epoch: 1, participationId: one.participationId });
    expect(body.token).toBeUndefined();

    const offer = (to: ScenePerson, deviceSession: string, sdp = 'v=0') => ({
      consultationId: it_.consultationId,
      epoch: 1,
      to: { participationId: to.participationId, deviceSession },
      signal: { description: { type: 'offer', sdp } },
    });
    for (let n = 0; n < 20; n += 1) void first.ask(meeting.signal, offer(it_.chair, 'tab_of_chair', `offer ${n}`));
    await chair.untilTrue(() => chair.signals.length === 20);
    expect(chair.signals.map(({ signal }) => ('description' in signal ? signal.description.sdp : ''))).toEqual(Array.from({ length: 20 }, (_, n) => `offer ${n}`));
    expect(chair.signals[0]).toMatchObject({ epoch: 1, from: { participationId: one.participationId, deviceSession: 'tab_of_first' } });

    // Not from the lobby, not into it, not of another epoch.
    expect(await second.ask(meeting.signal, offer(it_.chair, 'tab_of_chair'))).toMatchObject({ ok: false, error: { code: 'meeting.not_admitted' } });
    expect(await chair.ask(meeting.signal, offer(two, 'tab_of_second'))).toMatchObject({ ok: true });
    expect(await first.ask(meeting.signal, { ...offer(it_.chair, 'tab_of_chair'), epoch: 2 })).toMatchObject({ ok: true });
    await pause(200);
    expect(second.signals).toEqual([]);
    expect(chair.signals).toHaveLength(20);
    expect(await chair.ask(meeting.toServer, { consultationId: it_.consultationId })).toMatchObject({ ok: false, error: { code: 'service.unavailable' } });
  });

  it('keeps attendance from the sockets', async () => {
    const it_ = await scene();
    const one = it_.experts[0]!;
    const chair = await enter(it_, it_.chair);
    const first = await enter(it_, one);
    await chair.until((snapshot) => snapshot.mode === 'direct');
    await chair.ask(meeting.admit, { consultationId: it_.consultationId, participationId: one.participationId });
    await first.until((snapshot) => snapshot.my.admission === 'admitted');
    first.close();
    await chair.until(() => chair.entry(one.participationId).admission === 'away');
    const stays = await attendance(it_);
    expect(stays.map(({ participation_id, source, open }) => ({ participation_id, source, open }))).toEqual([
      { participation_id: it_.chair.participationId, source: 'socket', open: true },
      { participation_id: one.participationId, source: 'socket', open: false },
    ]);
  });
});

describe('attendance', () => {
  it('reaches to where the room was last seen when its server and whoever watched it are gone together', async () => {
    const it_ = await scene({ startsInMinutes: -20 });
    const [one, two] = it_.experts as [ScenePerson, ScenePerson];
    const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
    const [ready, joined, left, seen] = [ago(20), ago(19), ago(9), ago(5)];
    await system.database.query(
      `INSERT INTO meeting_room (id, sitting_id, epoch, mode, server, name, opened_at, ready_at, seen_at) VALUES ($1, $2, 1, 'livekit', 'http://127.0.0.1:1', $3, $4, $4, $5)`,
      [newId(), it_.sittingId, newId(), ready, seen],
    );
    for (const [person, leftAt] of [[one, left], [two, null]] as const) {
      await system.database.query(
        `INSERT INTO attendance (id, sitting_id, participation_id, epoch, source, source_id, joined_at, left_at) VALUES ($1::uuid, $2, $3, 1, 'livekit', $1::uuid::text, $4, $5)`,
        [newId(), it_.sittingId, person.participationId, joined, leftAt],
      );
    }
    await eventually(async () => {
      const { rows } = await system.database.query('SELECT left_at FROM attendance WHERE sitting_id = $1 ORDER BY left_at', [it_.sittingId]);
      expect(rows).toEqual([{ left_at: left }, { left_at: seen }]);
    }, 12_000);
  }, 20_000);
});

describe('the chat', () => {
  it('reaches those who are in, once, and is read by those who read the case', async () => {
    const it_ = await scene();
    const [one, two] = it_.experts as [ScenePerson, ScenePerson];
    const chair = await enter(it_, it_.chair);
    const first = await enter(it_, one);
    const second = await enter(it_, two);
    await chair.ask(meeting.admit, { consultationId: it_.consultationId, participationId: one.participationId });
    await first.until((snapshot) => snapshot.my.admission === 'admitted');
    const said = { consultationId: it_.consultationId, messageId: newId(), text: 'Good morning' };
    const answers = await Promise.all([first.ask(meeting.say, said), first.ask(meeting.say, said), first.ask(meeting.say, said)]);
    for (const answer of answers) expect(answer).toMatchObject({ ok: true, data: { id: said.messageId, text: 'Good morning', name: 'Expert 1' } });
    await chair.untilTrue(() => chair.messages.length > 0);
    await pause(150);
    expect(chair.messages).toHaveLength(1);
    expect(second.messages).toHaveLength(0);
    expect(await second.ask(meeting.say, { ...said, messageId: newId() })).toMatchObject({ ok: false, error: { code: 'meeting.not_admitted' } });
    expect(await first.ask(meeting.say, { ...said, messageId: newId(), text: 'Hetu 131052-308T' })).toMatchObject({
      ok: false,
      error: { code: 'text.personal_identity_code' },
    });

    const path = `/api/consultations/${it_.consultationId}/messages`;
    expect((await two.client.get(path)).body).toMatchObject({ items: [{ id: said.messageId, text: 'Good morning' }] });
    expect((await it_.undecided.client.get(path)).status).toBe(403);
    expect((await it_.stranger.client.get(path)).status).toBe(404);
    const { rows } = await system.database.query(`SELECT action, count(*)::int AS times FROM audit_event WHERE case_id = $1 AND action LIKE 'message%' GROUP BY 1 ORDER BY 1`, [it_.caseId]);
    expect(rows).toEqual([
      { action: 'message.sent', times: 1 },
      { action: 'messages.read', times: 1 },
    ]);
  });
});

describe('somebody inside who declines', () => {
  it('is not reached by chat and signals while nobody has taken the place away yet', async () => {
    const it_ = await scene();
    const [one, two] = it_.experts as [ScenePerson, ScenePerson];
    const [chair, first, second] = [await enter(it_, it_.chair), await enter(it_, one), await enter(it_, two)];
    await chair.ask(meeting.admitAll, { consultationId: it_.consultationId });
    await Promise.all([first, second].map((client) => client.until((snapshot) => snapshot.my.admission === 'admitted' && snapshot.mode === 'direct')));
    expect((await one.client.post(`/api/consultations/${it_.consultationId}/response`, { sequence: 0, answer: 'declined' })).status).toBe(200);
    const signal = { candidate: { candidate: '' } };
    for (const [to, { deviceSession }] of [[one, first], [two, second]] as const) {
      await chair.ask(meeting.signal, { consultationId: it_.consultationId, epoch: 1, to: { participationId: to.participationId, deviceSession }, signal });
    }
    await chair.ask(meeting.say, { consultationId: it_.consultationId, messageId: newId(), text: 'Among us' });
    await second.untilTrue(() => second.messages.length === 1 && second.signals.length === 1);
    await pause(150);
    expect([first.messages, first.signals]).toEqual([[], []]);
  });
});

describe('somebody at the door who is replaced', () => {
  it('is not let in, hears nothing more, and is nobody the chair sees', async () => {
    const it_ = await scene();
    const [one, two] = it_.experts as [ScenePerson, ScenePerson];
    const [first, second] = [await enter(it_, one), await enter(it_, two)];
    const path = `/api/consultations/${it_.consultationId}`;
    const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }));
    expect((await it_.stranger.client.patch(`/api/people/${it_.stranger.id}/availability`, { version: 0, weekly: always })).status).toBe(200);
    const replacing = { version: 1, participationId: one.participationId, personId: it_.stranger.id };
    expect((await it_.chair.client.post(`${path}/replace`, replacing, { 'idempotency-key': newId() })).status).toBe(200);
    const heard = first.snapshots.length;
    const chair = await enter(it_, it_.chair);
    await chair.ask(meeting.admitAll, { consultationId: it_.consultationId });
    await second.until((snapshot) => snapshot.my.admission === 'admitted');
    await chair.ask(meeting.say, { consultationId: it_.consultationId, messageId: newId(), text: 'Among us' });
    await second.untilTrue(() => second.messages.length === 1);
    expect(chair.last.roster.map(({ participationId }) => participationId)).not.toContain(one.participationId);
    expect((await ticket(it_, one)).status).toBe(404);
    expect(await first.ask(meeting.say, { consultationId: it_.consultationId, messageId: newId(), text: 'Hello?' })).toMatchObject({ ok: false });
    await pause(150);
    expect([first.messages, first.snapshots.length]).toEqual([[], heard]);
  });
});

describe('the end', () => {
  it('is told to everybody, closes the stays and refuses tickets', async () => {
    const it_ = await scene();
    const one = it_.experts[0]!;
    const chair = await enter(it_, it_.chair);
    const first = await enter(it_, one);
    const path = `/api/consultations/${it_.consultationId}`;
    const { body: seen } = await it_.chair.client.get(path);
    expect((await one.client.post(`${path}/end`, { version: seen.version })).status).toBe(403);
    expect(await it_.chair.client.post(`${path}/end`, { version: seen.version + 7 })).toMatchObject({ status: 409, body: { code: 'version.stale' } });
    expect(await it_.chair.client.post(`${path}/end`, { version: seen.version })).toMatchObject({ status: 200, body: { state: 'ended' } });
    const told = await Promise.all([chair, first].map((client) => client.until((snapshot) => snapshot.state === 'ended')));
    expect(told.map(({ caseId, roster }) => ({ caseId, people: roster.length }))).toEqual(Array(2).fill({ caseId: null, people: 1 }));
    expect(await ticket(it_, it_.chair)).toMatchObject({ status: 409, body: { code: 'meeting.ended' } });
    expect((await attendance(it_)).every((stay) => !stay.open)).toBe(true);
    expect(await it_.chair.client.post(`${path}/end`, { version: seen.version + 1 })).toMatchObject({ status: 409, body: { code: 'meeting.ended' } });
  });

  it('does not come before the door is open: that would be a cancellation nobody is told of', async () => {
    const it_ = await scene({ startsInMinutes: 60 });
    expect(await it_.chair.client.post(`/api/consultations/${it_.consultationId}/end`, { version: 1 })).toMatchObject({ status: 409, body: { code: 'meeting.not_open' } });
    await stateOf(it_, 'booked');
  });

  it('does not come over a meeting that is moved at the same time', async () => {
    const it_ = await scene();
    const path = `/api/consultations/${it_.consultationId}`;
    const held = await holdLock(system.database, `UPDATE sitting SET version = version + 1 WHERE id = $1`, [it_.sittingId]);
    const ending = it_.chair.client.post(`${path}/end`, { version: 1 });
    await held.waiting(1);
    await held.release();
    expect(await ending).toMatchObject({ status: 409, body: { code: 'version.stale', current: 2 } });
    await stateOf(it_, 'booked');
  });

  it('is the end of opening rooms, also for somebody who has just been let in', async () => {
    const it_ = await scene();
    const path = `/api/consultations/${it_.consultationId}`;
    const rooms = system.api.get(RoomsService, { strict: false });
    expect((await it_.chair.client.post(`${path}/end`, { version: 1 })).status).toBe(200);
    await expect(rooms.ensure({ id: it_.sittingId, endsAt: new Date() })).rejects.toMatchObject({ code: 'meeting.ended' });
    expect((await system.database.query('SELECT epoch FROM meeting_room WHERE sitting_id = $1', [it_.sittingId])).rows).toEqual([]);
  });

  it('comes by itself an hour past the time when everybody has left', async () => {
    const it_ = await scene({ startsInMinutes: -121 });
    const busy = await scene({ startsInMinutes: -121 });
    await enter(busy, busy.chair);
    await stateOf(it_, 'ended');
    expect((await system.database.query('SELECT state FROM consultation WHERE id = $1', [busy.consultationId])).rows).toEqual([{ state: 'in_session' }]);
  }, 20_000);
});

describe('webhooks of the media server', () => {
  it('are refused without a signature, with a wrong one, and when replayed late', async () => {
    const body = webhook('EV_1', 'participant_joined', {});
    expect((await deliver(body, null)).status).toBe(401);
    expect((await deliver(body, await sign(`${body} `))).status).toBe(401);
    const old = webhook('EV_2', 'participant_joined', { createdAt: String(Math.floor(Date.now() / 1000) - 121) });
    expect((await deliver(old, await sign(old))).status).toBe(401);
    const { rows } = await system.database.query(`SELECT id FROM livekit_event WHERE id IN ('EV_1', 'EV_2')`);
    expect(rows).toEqual([]);
    expect((await deliver(body, await sign(body))).status).toBe(200);
  });

  it('have one effect when delivered ten times at once, in any order', async () => {
    const it_ = await scene();
    await enter(it_, it_.chair);
    const room = await mediaRoom(it_);
    const identity = `${it_.chair.participationId}:tab_00000001`;
    const seconds = Math.floor(Date.now() / 1000);
    const participant = { identity, sid: 'PA_1', joinedAt: String(seconds - 60), joinedAtMs: String((seconds - 60) * 1000) };
    const left = webhook(`EV_${newId()}`, 'participant_left', { room: { name: room }, participant, createdAt: String(seconds - 1) });
    const joined = webhook(`EV_${newId()}`, 'participant_joined', { room: { name: room }, participant, createdAt: String(seconds - 60) });
    for (const body of [left, joined]) {
      const signature = await sign(body);
      const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(body, signature)));
      expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
    }
    await eventually(async () => {
      const { rows } = await system.database.query('SELECT processed_at IS NOT NULL AS done FROM livekit_event WHERE room_name = $1', [room]);
      expect(rows).toEqual([{ done: true }, { done: true }]);
    });
    const stays = (await attendance(it_)).filter((stay) => stay.source === 'livekit');
    expect(stays).toMatchObject([{ participation_id: it_.chair.participationId, open: false }]);
    expect(stays[0]!.seconds).toBe(59);
  });
});

const waiting = (snapshot: MeetingSnapshot) => snapshot.roster.filter((entry) => entry.admission === 'waiting');
const inside = (snapshot: MeetingSnapshot) => snapshot.roster.filter((entry) => entry.admission === 'admitted');

interface StayRow {
  participation_id: string;
  source: string;
  open: boolean;
  seconds: number;
}

async function attendance(of: MeetingScene): Promise<StayRow[]> {
  const { rows } = await system.database.query<StayRow>(
    `SELECT participation_id, source, left_at IS NULL AS open, extract(epoch FROM left_at - joined_at)::float AS seconds
     FROM attendance WHERE sitting_id = $1 ORDER BY joined_at, id`,
    [of.sittingId],
  );
  return rows;
}

async function stateOf(of: MeetingScene, state: string): Promise<void> {
  await eventually(async () => {
    expect((await system.database.query('SELECT state FROM consultation WHERE id = $1', [of.consultationId])).rows).toEqual([{ state }]);
  }, 15_000);
}

/** A media room of a server that is not there, for webhooks about it. */
async function mediaRoom(of: MeetingScene): Promise<string> {
  const name = newId();
  await system.database.query(
    `INSERT INTO meeting_room (id, sitting_id, epoch, mode, server, name, opened_at, ended_at) VALUES ($1, $2, 100, 'livekit', 'http://127.0.0.1:9', $3, now(), now() + interval '1 hour')`,
    [newId(), of.sittingId, name],
  );
  return name;
}

function webhook(id: string, event: string, fields: object): string {
  return JSON.stringify({ id, event, createdAt: String(Math.floor(Date.now() / 1000)), room: { name: 'unknown' }, ...fields });
}

async function sign(body: string): Promise<string> {
  const token = new AccessToken(livekit.LIVEKIT_API_KEY, livekit.LIVEKIT_API_SECRET);
  token.sha256 = createHash('sha256').update(body).digest('base64');
  return token.toJwt();
}

function deliver(body: string, authorization: string | null): Promise<Response> {
  return fetch(`${system.url}/api/webhooks/livekit`, {
    method: 'POST',
    headers: { 'content-type': 'application/webhook+json', ...(authorization && { authorization }) },
    body,
  });
}
