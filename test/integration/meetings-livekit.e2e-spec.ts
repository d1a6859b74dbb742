import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { events, type Ticket } from '@app/contracts';
import { newId } from '@app/kernel';
import { RoomServiceClient } from 'livekit-server-sdk';
import { mkdtemp } from 'node:fs/promises';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../apps/standalone/src/services/cache-folder.js';
import { findLiveKit } from '../../apps/standalone/src/services/livekit-finder.js';
import { type RunningLiveKit, startLiveKit } from '../../apps/standalone/src/services/livekit.js';
import { freePort } from '../../apps/standalone/src/services/ports.js';
import { MeetingClient } from '../support/meeting-client.js';
import { makeReference } from '../support/factories.js';
import { makeMeetingScene, type MeetingScene, type ScenePerson } from '../support/meeting-scene.js';
import { openSystem, type TestSystem } from '../support/system.js';

const meeting = events.meeting;
const livekitKey = 'testkey';
const livekitSecret = 'a-secret-for-tests-of-forty-characters--';
const found = await findLiveKit(process.env, cacheFolder(process.env, '.cache'));
const withLiveKit = found.kind === 'binary' && process.env.LIVEKIT_URLS !== 'none' ? describe : describe.skip;

withLiveKit('a meeting on a LiveKit server', () => {
  let system: TestSystem;
  let livekit: RunningLiveKit;
  let rooms: RoomServiceClient;
  const clients: MeetingClient[] = [];
  const media: Socket[] = [];

  beforeAll(async () => {
    const port = await freePort();
    livekit = await startLiveKit({
      binary: found.kind === 'binary' ? found.path : '',
      dir: await mkdtemp(join(tmpdir(), 'neuvo-livekit-')),
      key: livekitKey,
      secret: livekitSecret,
      webhookUrl: `http://127.0.0.1:${port}/api/webhooks/livekit`,
      restartDelayMs: 2_000,
    });
    const env = { PORT: String(port), LIVEKIT_URLS: livekit.url, LIVEKIT_API_KEY: livekitKey, LIVEKIT_API_SECRET: livekitSecret };
    system = await openSystem({ now: 'real', worker: false, env });
    await makeReference(system);
    await livekit.ready;
    rooms = new RoomServiceClient(livekit.url, livekitKey, livekitSecret, { failover: false });
  }, 60_000);
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    for (const socket of media.splice(0)) socket.destroy();
  });
  afterAll(async () => {
    // The media server first: its open connections would keep the application from closing.
    await livekit?.stop();
    await system?.close();
  }, 60_000);

  async function enter(scene: MeetingScene, person: ScenePerson): Promise<MeetingClient> {
    const client = await MeetingClient.connect(person.client, scene.consultationId, `tab_${newId()}`);
    clients.push(client);
    expect(await client.enter()).toMatchObject({ ok: true });
    return client;
  }

  async function ticket(scene: MeetingScene, person: ScenePerson, deviceSession: string): Promise<Ticket> {
    const { status, body } = await person.client.post(`/api/consultations/${scene.consultationId}/ticket`, { deviceSession });
    expect(status).toBe(201);
    return body;
  }

  async function joinRoom(token: string): Promise<Socket> {
    const socket = await joinMedia(livekit.url, token);
    media.push(socket);
    return socket;
  }

  it('has a room of its own with our limits, and tickets that the server takes', async () => {
    const scene = await makeMeetingScene(system);
    const chair = await enter(scene, scene.chair);
    await chair.until((snapshot) => snapshot.mode === 'livekit' && snapshot.epoch === 1);
    const { token, url, mode } = await ticket(scene, scene.chair, chair.deviceSession);
    expect({ url, mode }).toEqual({ url: livekit.url, mode: 'livekit' });
    const name = roomOf(token);
    const [room] = await rooms.listRooms([name]);
    expect(room).toMatchObject({ maxParticipants: 24, departureTimeout: 300 });
    expect(room!.emptyTimeout).toBeGreaterThan(3_600);
    const validate = (given: string) => fetch(`${livekit.url.replace('ws', 'http')}/rtc/validate?access_token=${given}`);
    expect((await validate(token!)).status).toBe(200);
    expect((await validate(`${token}x`)).status).toBe(401);
    await joinRoom(token!);
    const [present] = await rooms.listParticipants(name);
    expect(present).toMatchObject({ identity: `${scene.chair.participationId}:${chair.deviceSession}`, name: 'Anna Aalto' });
  });

  it('throws a removed person out, and again when coming back with the old ticket', async () => {
    const scene = await makeMeetingScene(system);
    const expert = scene.experts[0]!;
    const chair = await enter(scene, scene.chair);
    const guest = await enter(scene, expert);
    const about = { consultationId: scene.consultationId, participationId: expert.participationId };
    await chair.ask(meeting.admit, about);
    await guest.until((snapshot) => snapshot.my.admission === 'admitted' && snapshot.mode === 'livekit');
    const { token } = await ticket(scene, expert, guest.deviceSession);
    const closed = untilClosed(await joinRoom(token!));
    await chair.ask(meeting.remove, about);
    expect(await closed).toBeLessThan(1_500);
    const again = await joinRoom(token!);
    expect(await untilClosed(again)).toBeLessThan(6_500);
  }, 20_000);

  it('loses media access within seconds of signing out', async () => {
    const scene = await makeMeetingScene(system);
    const chair = await enter(scene, scene.chair);
    await chair.until((snapshot) => snapshot.mode === 'livekit');
    const { token } = await ticket(scene, scene.chair, chair.deviceSession);
    const closed = untilClosed(await joinRoom(token!));
    expect((await scene.chair.client.delete('/api/sessions')).status).toBe(204);
    expect(await closed).toBeLessThan(6_500);
  }, 20_000);

  it('is deleted on the server when the chair ends it', async () => {
    const scene = await makeMeetingScene(system);
    const chair = await enter(scene, scene.chair);
    await chair.until((snapshot) => snapshot.mode === 'livekit');
    const { token } = await ticket(scene, scene.chair, chair.deviceSession);
    const closed = untilClosed(await joinRoom(token!));
    const path = `/api/consultations/${scene.consultationId}`;
    const { body } = await scene.chair.client.get(path);
    expect((await scene.chair.client.post(`${path}/end`, { version: body.version })).status).toBe(200);
    expect(await closed).toBeLessThan(1_500);
    expect(await rooms.listRooms([roomOf(token)])).toEqual([]);
  });

  it('gets a new room as soon as a killed server is back, and direct mode when it stays away', async () => {
    const scene = await makeMeetingScene(system);
    const chair = await enter(scene, scene.chair);
    const guest = await enter(scene, scene.experts[0]!);
    await chair.ask(meeting.admitAll, { consultationId: scene.consultationId });
    await guest.until((snapshot) => snapshot.my.admission === 'admitted' && snapshot.epoch === 1);
    const first = await ticket(scene, scene.chair, chair.deviceSession);

    const killedAt = performance.now();
    await livekit.kill();
    void guest.ask(meeting.mediaLost, { consultationId: scene.consultationId, epoch: 1 });
    await guest.until((snapshot) => snapshot.epoch === 2 && snapshot.mode === 'livekit', 15_000);
    const pushedAfter = performance.now() - killedAt;
    process.stdout.write(`new epoch pushed ${Math.round(pushedAfter)} ms after the kill (server away for about 2,000 ms)\n`);
    // livekit-client alone needs 9.5 s at best; how long exactly is the bench's question.
    expect(pushedAfter).toBeLessThan(9_000);
    const second = await ticket(scene, scene.chair, chair.deviceSession);
    expect(second.epoch).toBe(2);
    expect(roomOf(second.token)).not.toBe(roomOf(first.token));
    await joinRoom(second.token!);

    // A server that hangs is as lost as one that is gone.
    process.kill(livekit.pid()!, 'SIGSTOP');
    try {
      await guest.until((snapshot) => snapshot.epoch === 3 && snapshot.mode === 'direct', 15_000);
      expect((await ticket(scene, scene.chair, chair.deviceSession)).mode).toBe('direct');
    } finally {
      process.kill(livekit.pid()!, 'SIGCONT');
    }
    await untilAnswering(livekit.url);
    expect(await guest.ask(meeting.toServer, { consultationId: scene.consultationId })).toMatchObject({ ok: false, error: { code: 'access.forbidden' } });
    expect(await chair.ask(meeting.toServer, { consultationId: scene.consultationId })).toMatchObject({ ok: true });
    await guest.until((snapshot) => snapshot.epoch === 4 && snapshot.mode === 'livekit');
  }, 40_000);
});

/** Name of the room in a ticket. */
function roomOf(token: string | undefined): string {
  const claims = JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString()) as { video: { room: string } };
  return claims.video.room;
}

/** Opens the signalling connection of a ticket, which makes its holder a participant; media is not needed for that. */
function joinMedia(url: string, token: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const upgrade = request(`${url.replace('ws', 'http')}/rtc?access_token=${token}&protocol=15&sdk=js&version=2.23.0&auto_subscribe=1`, {
      headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.alloc(16, 7).toString('base64') },
    });
    upgrade.once('upgrade', (_response, socket: Socket) => {
      socket.resume();
      socket.on('error', () => undefined);
      resolve(socket);
    });
    upgrade.once('response', (response) => reject(new Error(`refused with ${response.statusCode}`)));
    upgrade.once('error', reject);
    upgrade.end();
  });
}

/** Milliseconds until the server closes the connection. */
function untilClosed(socket: Socket): Promise<number> {
  const since = performance.now();
  return new Promise((resolve) => socket.once('close', () => resolve(performance.now() - since)));
}

async function untilAnswering(url: string): Promise<void> {
  for (const until = performance.now() + 20_000; performance.now() < until; ) {
    const rooms = new RoomServiceClient(url, livekitKey, livekitSecret, { failover: false, requestTimeout: 1 });
    const up = await rooms.listRooms().then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('LiveKit did not come back');
}
