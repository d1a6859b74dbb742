import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RoomServiceClient } from 'livekit-server-sdk';
import { type RunningLiveKit, startLiveKit } from '../../apps/standalone/src/services/livekit.js';
import { joinTime, type Joiner, openBrowser, openProduct, untilAllSeen } from '../stack/meeting-pages.js';
import { addPeople } from '../stack/people.js';
import { addSittings, admitAll } from '../stack/sittings.js';
import type { Stack } from '../stack/stack.js';
import { openBare, serveBarePage } from './bare-page.js';
import { type Figure, percentile, shareOver } from './figures.js';
import { startWorker } from './worker.js';

const joins = 60;
/** On a busy machine fewer joins are measured rather than the run getting long. */
const joinsWithinMs = 240_000;
const slowMs = 800;
const kills = 3;
const awayMs = 2_000;
/** A server that lived shorter is started again later and later. */
const livesMs = 31_000;
/** Frames that were under way when the server died. */
const stillArrivingMs = 500;

/** (d) From the click to the other's first frame, and back into the meeting after the media server was killed. */
export async function measureJoin(stack: Stack, root: string): Promise<Figure[]> {
  const ours = stack.livekit;
  if (!ours) throw new Error('no LiveKit server can be had on this machine');
  await startWorker(stack);
  const stock = await startLiveKit({ binary: ours.binary, dir: join(stack.folder, 'livekit-stock'), key: 'bench', secret: randomBytes(24).toString('hex'), stockSettings: true, restartDelayMs: awayMs });
  stack.stops.add(() => stock.stop());
  await stock.ready;
  const bare = await serveBarePage(root);
  stack.stops.add(() => bare.stop());
  const browser = await openBrowser(stack, root);

  const people = await addPeople(stack.database, 3, 'professional');
  const [sitting] = await addSittings(stack.database, [people], new Date(Date.now() + 5 * 60_000));
  await admitAll(stack.database, [sitting!]);
  const product = await Promise.all([0, 1, 2].map((seat) => openProduct(browser, stack, root, sitting!, seat)));
  const alone = async (livekit: RunningLiveKit, count: number): Promise<Joiner[]> => {
    const room = randomUUID();
    if (livekit === ours) await new RoomServiceClient(ours.url.replace(/^ws/, 'http'), ours.key, ours.secret).createRoom({ name: room, emptyTimeout: 600 });
    return Promise.all(Array.from({ length: count }, (_, index) => openBare(browser, bare.origin, root, livekit, room, `person-${index}`)));
  };
  const onStock = await alone(stock, 3);
  const onOurs = await alone(ours, 2);
  const figures = await measureJoins(product, onStock, onOurs);
  await Promise.all(onOurs.map(({ page }) => page.context().close()));
  return [...figures, ...(await measureKills({ server: ours, people: product }, { server: stock, people: onStock }))];
}

/** In each the first stays and the second comes and goes, in turn with the second of the others. */
async function measureJoins(...settings: readonly (readonly Joiner[])[]): Promise<Figure[]> {
  for (const [resident] of settings) {
    await resident!.arrive();
    await resident!.join();
  }
  await sleep(1_000);
  const times = settings.map((): number[] => []);
  const comers = settings.map(([, comer]) => comer!);
  // The first round fills the caches of the browser.
  const endAt = Date.now() + joinsWithinMs;
  for (let round = -1; round < joins && Date.now() < endAt; round += 1) {
    await Promise.all(comers.map((comer) => comer.arrive()));
    await sleep(200);
    for (const [turn] of comers.entries()) {
      // Each is the first in its turn: the pages have only just been loaded then.
      const index = (round + 1 + turn) % comers.length;
      const time = await joinTime(comers[index]!);
      await comers[index]!.leave();
      if (round >= 0) times[index]!.push(time);
      await sleep(100);
    }
  }
  await Promise.all(settings.map(([resident]) => resident!.leave()));
  const [product = [], onStock = [], onOurs = []] = times;
  const part = `d join, ${product.length} each`;
  return [['livekit-client alone, default server', onStock] as const, ['livekit-client alone, our server', onOurs] as const].flatMap(([name, peer], index): Figure[] => [
    { part, name: 'click → first frame, p50', value: percentile(product, 0.5), unit: 'ms', peer: { name, value: percentile(peer, 0.5) }, ...(index === 0 && { aim: { atMost: 350 } }) },
    { part, name: 'click → first frame, p95', value: percentile(product, 0.95), unit: 'ms', peer: { name, value: percentile(peer, 0.95) }, ...(index === 0 && { aim: { atMost: 700 } }) },
    { part, name: `over ${slowMs} ms`, value: shareOver(product, slowMs), unit: '%', peer: { name, value: shareOver(peer, slowMs) }, ...(index === 0 && { aim: { ratioAtMost: 1 } }) },
  ]);
}

interface Meeting {
  readonly server: RunningLiveKit;
  readonly people: readonly Joiner[];
}

/** Three in a meeting; the server is killed with −9 and starts again after two seconds. */
async function measureKills(product: Meeting, alone: Meeting): Promise<Figure[]> {
  const back = { product: [] as number[], alone: [] as number[] };
  for (let round = 0; round < kills; round += 1) {
    const roundAt = Date.now();
    back.product.push(await killAndWait(product));
    back.alone.push(await killAndWait(alone));
    await sleep(Math.max(0, livesMs - (Date.now() - roundAt)));
  }
  const part = `d server killed, back after ${awayMs / 1000} s`;
  const peer = (share: number): Figure['peer'] => ({ name: 'livekit-client alone, default server', value: percentile(back.alone, share) });
  return [
    { part, name: `all see each other, p50 of ${kills}`, value: percentile(back.product, 0.5), unit: 'ms', peer: peer(0.5)!, aim: { atMost: 4_500 } },
    { part, name: 'worst', value: percentile(back.product, 1), unit: 'ms', peer: peer(1)! },
  ];
}

async function killAndWait({ server, people }: Meeting): Promise<number> {
  const from = Date.now();
  await Promise.all(people.map((one) => one.arrive()));
  for (const one of people) await one.join();
  if ((await untilAllSeen(people, from)) === Infinity) throw new Error('the meeting did not come about');
  await sleep(1_500);
  const killedAt = Date.now();
  await server.kill();
  const seenAt = await untilAllSeen(people, killedAt + stillArrivingMs);
  await Promise.all(people.map((one) => one.leave()));
  return seenAt - killedAt;
}
