import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClientEventDefinition, events, type RouteDefinition, routes } from '@app/contracts';
import { newId } from '@app/kernel';
import { AccessService } from '@app/platform';
import type { Socket } from 'socket.io-client';
import { DeclarationCheck } from '../../libs/platform/src/access/declaration-check.js';
import { unaskedPolicies } from '../../libs/platform/src/access/policy-names.js';
import { type Member, Scene } from '../support/consultation-scene.js';

const { cases, consultations } = routes;
const meeting = events.meeting;

let scene: Scene;
let declared: Map<string, string>;
/** What the services have asked since the last step. */
const asked: string[] = [];
/** Routes and messages that have been answered with success. */
const walked = new Set<string>();

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z' });
  const declarations = scene.system.api.get(DeclarationCheck, { strict: false });
  declared = new Map<string, string>([
    ...declarations.routes().map(({ route, policy }) => [nameOf(route), policy] as const),
    ...declarations.events().map(({ event, policy }) => [event.name, policy] as const),
  ]);
  const access = scene.system.api.get(AccessService, { strict: false });
  const ask = access.ask.bind(access);
  access.ask = (policy, decision) => {
    asked.push(policy);
    ask(policy, decision);
  };
}, 120_000);
afterAll(() => scene?.close());

const nameOf = (route: RouteDefinition): string => `${route.method} ${route.path}`;

interface Call {
  readonly id?: string;
  readonly section?: string;
  readonly feedId?: string;
  readonly query?: string;
  readonly body?: object;
}

function send(member: Member, route: RouteDefinition, { id = '', section = '', feedId = '', query = '', body }: Call) {
  const path = route.path.replace(':id', id).replace(':section', section).replace(':feedId', feedId) + query;
  return member.client.send(route.method, path, body, route.idempotent ? { 'idempotency-key': randomUUID() } : {});
}

/** Calls a route as somebody who may: it must succeed and have asked the policy it declares. */
async function step(member: Member, route: RouteDefinition, call: Call = {}) {
  asked.length = 0;
  const { status, body } = await send(member, route, call);
  expect({ route: nameOf(route), status, body }).toEqual({ route: nameOf(route), status: route.status, body: expect.anything() });
  expect({ route: nameOf(route), asked }).toEqual({ route: nameOf(route), asked: expect.arrayContaining([declared.get(nameOf(route))]) });
  walked.add(nameOf(route));
  return body;
}

async function say(socket: Socket, event: ClientEventDefinition, payload: object, expected: object = { ok: true }) {
  asked.length = 0;
  const answer = (await socket.timeout(10_000).emitWithAck(event.name, payload)) as object;
  expect({ event: event.name, answer }).toEqual({ event: event.name, answer: expect.objectContaining(expected) });
  expect({ event: event.name, asked }).toEqual({ event: event.name, asked: expect.arrayContaining([declared.get(event.name)]) });
  walked.add(event.name);
}

const start = (local: string) => ({ local, timeZone: 'Europe/Helsinki' });

describe('every answer that is not public or about oneself', () => {
  it('is given after its policy was asked: the directory and cases', async () => {
    const { owner, coOwner } = scene;
    await step(owner, routes.people.search, { query: '?q=Hanna' });
    await step(owner, routes.experts.list);
    const themes = ['T11'];
    const made = await step(owner, cases.create, { body: { title: 'Koulu', question: 'Miten?', themes, ageBand: '7-9', county: 'keski-suomi', language: 'fi' } });
    await step(owner, cases.list);
    await step(owner, cases.get, { id: made.id });
    await step(owner, cases.update, { id: made.id, body: { version: made.version, title: 'Kotona' } });
    await step(owner, cases.updateSection, { id: made.id, section: 'tried', body: { version: 1, text: 'Puhuttu' } });
    await step(owner, cases.addOwner, { id: made.id, body: { personId: coOwner.id } });
  });

  it('is given after its policy was asked: hours and subscribed calendars', async () => {
    const { expert } = scene;
    const { availability } = routes;
    const { id } = expert;
    await step(expert, availability.get, { id });
    await step(expert, availability.update, { id, body: { version: 0, weeklyCap: 5 } });
    await step(expert, availability.preview, { id, query: '?from=2027-03-08&to=2027-03-12' });
    const feed = await step(expert, availability.addFeed, { id, body: { label: 'Työ', url: 'https://calendar.example/own.ics' } });
    await step(expert, availability.refreshFeed, { id, feedId: feed.id, body: {} });
    await step(expert, availability.removeFeed, { id, feedId: feed.id });
  });

  it('is given after its policy was asked: consultations', async () => {
    const { owner, expert } = scene;
    const caseId = await scene.openCase(owner);
    const participants = [{ personId: expert.id, required: true }];
    await step(owner, routes.slots.search, { body: { caseId, participants, durationMinutes: 60, from: '2027-03-08', to: '2027-03-12', timeZone: 'Europe/Helsinki' } });
    const { id } = await step(owner, consultations.create, { body: { caseId, participants, start: start('2027-03-09T10:00'), durationMinutes: 60 } });
    await step(owner, consultations.list);
    const { version } = await step(owner, consultations.get, { id });
    const moved = await step(owner, consultations.move, { id, body: { version, start: start('2027-03-09T12:00') } });
    const answered = await step(expert, consultations.respond, { id, body: { sequence: moved.sequence, answer: 'accepted', notDisqualified: true } });
    await step(owner, consultations.cancel, { id, body: { version: answered.version, reason: 'Sairastuminen' } });
  });

  it('is given after its policy was asked: held times and what follows a decision', async () => {
    const { owner, expert, stranger } = scene;
    const { holds } = routes;
    const needs = [{ role: 'LAW', candidates: [expert.id] }];
    const held = async (local: string) => {
      const caseId = await scene.openCase(owner);
      return step(owner, holds.create, { body: { caseId, needs, durationMinutes: 60, times: [start(local), start(`${local.slice(0, 11)}13:00`)] } });
    };
    const one = await held('2027-03-15T09:00');
    await step(owner, holds.list);
    const { times, version } = await step(owner, holds.get, { id: one.id });
    const said = await step(expert, holds.answer, { id: one.id, body: { answers: [{ timeId: times[0].id, answer: 'no' }] } });
    expect(said.version).toBe(version + 1);
    await step(owner, holds.confirm, { id: one.id, body: { version: said.version, timeId: times[1].id } });
    const { version: placed, participants } = (await owner.get(`/api/consultations/${one.id}`)).body as { version: number; participants: { personId: string; participationId: string }[] };
    const { participationId } = participants.find(({ personId }) => personId === expert.id)!;
    expect((await send(owner, consultations.replace, { id: one.id, body: { version: placed, participationId, personId: stranger.id } })).body.code).toBe('consultation.role_missing');
    await step(owner, consultations.affected, { id: owner.id });
    const two = await held('2027-03-16T09:00');
    await step(owner, holds.release, { id: two.id, body: { version: two.version, reason: 'Toinen tapa' } });
    const caseId = await scene.openCase(owner);
    const { body: booked } = await scene.book(owner, { caseId, people: [expert], local: '2027-03-17T09:00' });
    const place = booked.participants.find(({ personId }) => personId === expert.id)!.participationId;
    await step(owner, consultations.replace, { id: booked.id, body: { version: booked.version, participationId: place, personId: stranger.id } });
  });

  it('is given after its policy was asked: calendars that are watched', async () => {
    const page = await scene.owner.client.connect();
    try {
      await say(page, events.calendar.watch, { personIds: [scene.expert.id] });
    } finally {
      page.close();
    }
  });

  it('is given after its policy was asked: the meeting', async () => {
    const { owner, expert, system } = scene;
    const caseId = await scene.openCase(owner);
    const { body: booked } = await scene.book(owner, { caseId, people: [expert], local: '2027-03-10T10:00' });
    const { id } = booked;
    await expert.post(`/api/consultations/${id}/response`, { sequence: booked.sequence, answer: 'accepted', notDisqualified: true });
    system.clock.set('2027-03-10T07:00:00Z');
    const [chair, guest] = await Promise.all([owner.client.connect(), expert.client.connect()]);
    try {
      await say(chair, meeting.enter, { consultationId: id, deviceSession: 'tab_of_the_chair' });
      await say(chair, meeting.open, { consultationId: id });
      await say(guest, meeting.enter, { consultationId: id, deviceSession: 'tab_of_the_guest' });
      await say(chair, meeting.tellLobby, { consultationId: id, text: 'Hetki' });
      const { participants } = (await owner.get(`/api/consultations/${id}`)).body as { participants: { personId: string; participationId: string }[] };
      const of = (member: Member) => participants.find(({ personId }) => personId === member.id)?.participationId;
      const about = { consultationId: id, participationId: of(expert) };
      await say(chair, meeting.deny, about);
      await say(chair, meeting.admit, about);
      await say(chair, meeting.admitAll, { consultationId: id });
      await say(chair, meeting.mute, about);
      await say(guest, meeting.device, { consultationId: id, micOn: false, cameraOn: true });
      await say(guest, meeting.say, { consultationId: id, messageId: newId(), text: 'Hei' });
      const { epoch } = await step(owner, consultations.ticket, { id, body: { deviceSession: 'tab_of_the_chair' } });
      await say(guest, meeting.mediaLost, { consultationId: id, epoch });
      const to = { participationId: of(owner), deviceSession: 'tab_of_the_chair' };
      await say(guest, meeting.signal, { consultationId: id, epoch, to, signal: { description: { type: 'offer', sdp: 'v=0' } } });
      // There is no media server here: allowed, but impossible.
      await say(chair, meeting.toServer, { consultationId: id }, { ok: false, error: expect.objectContaining({ code: 'service.unavailable' }) });
      await say(guest, meeting.leave, { consultationId: id });
      await say(chair, meeting.remove, about);
      const { version } = (await owner.get(`/api/consultations/${id}`)).body as { version: number };
      await step(owner, consultations.end, { id, body: { version } });
      await step(owner, consultations.messages, { id });
    } finally {
      chair.close();
      guest.close();
    }
  }, 60_000);

  it('has been seen by this test', () => {
    const guarded = [...declared].filter(([, policy]) => !(unaskedPolicies as ReadonlySet<string>).has(policy)).map(([name]) => name);
    expect([...walked].toSorted()).toEqual(guarded.toSorted());
  });
});

describe('an answer whose policy was not asked', () => {
  it('is refused, and nothing is written', async () => {
    const { owner, system } = scene;
    const caseId = await scene.openCase(owner);
    const { body } = await scene.book(owner, { caseId, local: '2027-03-11T10:00', people: [scene.expert] });
    const access = system.api.get(AccessService, { strict: false });
    const { ask } = access;
    const [before] = await counts();
    access.ask = () => undefined;
    try {
      const attempts: [RouteDefinition, Call][] = [
        [routes.experts.list, {}],
        [cases.list, {}],
        [routes.availability.get, { id: scene.expert.id }],
        [routes.availability.update, { id: scene.expert.id, body: { version: 1, weeklyCap: 6 } }],
        [routes.availability.addFeed, { id: scene.expert.id, body: { label: 'Koti', url: 'https://calendar.example/home.ics' } }],
        [cases.get, { id: caseId }],
        [cases.update, { id: caseId, body: { version: 1, title: 'Toinen' } }],
        [cases.updateSection, { id: caseId, section: 'tried', body: { version: 1, text: 'Toinen' } }],
        [cases.addOwner, { id: caseId, body: { personId: scene.coOwner.id } }],
        [consultations.list, {}],
        [consultations.get, { id: body.id }],
        [consultations.move, { id: body.id, body: { version: body.version, start: start('2027-03-12T10:00') } }],
        [consultations.cancel, { id: body.id, body: { version: body.version, reason: 'Syy' } }],
        [consultations.messages, { id: body.id }],
      ];
      for (const [route, call] of attempts) {
        const answer = await send(owner, route, call);
        expect({ route: nameOf(route), status: answer.status, code: answer.body.code }).toEqual({ route: nameOf(route), status: 500, code: 'internal' });
      }
    } finally {
      access.ask = ask;
    }
    expect(await counts()).toEqual([before]);
  });
});

/** Everything a write would have left. */
function counts(): Promise<unknown[]> {
  return scene.query(
    `SELECT (SELECT count(*) FROM audit_event WHERE operation <> 'R') AS facts, (SELECT count(*) FROM outbox) AS orders, (SELECT count(*) FROM case_section_history) AS texts,
            (SELECT sum(version) FROM case_header) AS cases, (SELECT sum(version) FROM sitting) AS sittings`,
  );
}
