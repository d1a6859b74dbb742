import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationsService } from '@app/notifications';
import { Database } from '@app/platform';
import { Scene } from '../support/consultation-scene.js';

let scene: Scene;
const consultationId = randomUUID();

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z' });
}, 120_000);
afterAll(() => scene?.close());

async function ring(personId: string, versions: number[]): Promise<void> {
  const service = scene.system.api.get(NotificationsService, { strict: false });
  await scene.system.api.get(Database, { strict: false }).transaction((tx) => service.bell(tx, versions.map((version) => ({ personId, kind: 'moved' as const, consultationId, version }))));
}

describe('the bell', () => {
  it('shows one’s own lines newest first, page by page, and counts the unread', async () => {
    await ring(scene.expert.id, Array.from({ length: 35 }, (_, version) => version));
    await ring(scene.stranger.id, [1]);
    const first = await scene.expert.get('/api/notifications');
    expect(first).toMatchObject({ status: 200, body: { unread: 35 } });
    expect(first.body['items']).toHaveLength(30);
    const second = await scene.expert.get(`/api/notifications?cursor=${first.body['next']}`);
    expect(second.body).toMatchObject({ next: null, unread: 35 });
    const ids = [...first.body['items'], ...second.body['items']].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(35);
    expect(ids).toEqual([...ids].sort().reverse());
  });

  it('says the same thing once', async () => {
    await ring(scene.coordinator.id, [7]);
    await ring(scene.coordinator.id, [7]);
    expect((await scene.coordinator.get('/api/notifications')).body).toMatchObject({ unread: 1, items: [{ kind: 'moved', consultationId, occasion: null }] });
  });

  it('is read line by line or as a whole, and only by its owner', async () => {
    await ring(scene.owner.id, [1, 2, 3]);
    const { items } = (await scene.owner.get('/api/notifications')).body as { items: { id: string }[] };
    expect((await scene.stranger.post('/api/notifications/read', { ids: items.map(({ id }) => id) })).status).toBe(204);
    expect((await scene.owner.get('/api/notifications')).body['unread']).toBe(3);
    expect((await scene.owner.post('/api/notifications/read', { ids: [items[0]?.id] })).status).toBe(204);
    expect((await scene.owner.get('/api/notifications')).body).toMatchObject({ unread: 2, items: [{ readAt: '2027-03-01T08:00:00.000Z' }, { readAt: null }, { readAt: null }] });
    await scene.owner.post('/api/notifications/read', {});
    expect((await scene.owner.get('/api/notifications')).body['unread']).toBe(0);
    expect((await scene.expert.get('/api/notifications')).body['unread']).toBe(35);
  });

  it('refuses what is not a position of the list', async () => {
    expect(await scene.owner.get('/api/notifications?cursor=x')).toMatchObject({ status: 400, body: { fields: [{ path: 'cursor' }] } });
  });
});
