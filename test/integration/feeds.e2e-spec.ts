import { createGzip, gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { notices } from '@app/contracts';
import { Config } from '@app/platform';
import { FeedDownload } from '../../libs/calendar/src/feeds/feed-download.js';
import { FeedRefresh } from '../../libs/calendar/src/feeds/feed-refresh.service.js';
import { eventually } from '../support/eventually.js';
import { makePerson, makeReference, type TestPerson } from '../support/factories.js';
import { FeedServer } from '../support/feed-server.js';
import { openSystem, type TestSystem } from '../support/system.js';

let system: TestSystem;
let server: FeedServer;
let expert: TestPerson;
const log: string[] = [];

beforeAll(async () => {
  server = await new FeedServer().start();
  system = await openSystem({ now: '2027-03-01T08:00:00Z', env: { FEED_PRIVATE_NETWORKS: '127.0.0.1/32', LOG_LEVEL: 'trace' }, log: { write: (line) => void log.push(line) } });
  await makeReference(system);
}, 120_000);
afterAll(async () => {
  await system?.close();
  await server?.stop();
});
beforeEach(async () => {
  await system.database.query(`DELETE FROM calendar_feed`);
  system.clock.set('2027-03-01T08:00:00Z');
  expert = await makePerson(system, { name: 'Hanna Heikkinen', role: 'expert', area: 'pohjois-suomi' });
});

const feedsPath = (person = expert) => `/api/people/${person.id}/feeds`;
const add = async (url: string, person = expert) => person.client.post(feedsPath(person), { label: 'Työkalenteri', url });
const availability = async (person = expert) => (await person.client.get(`/api/people/${person.id}/availability`)).body;
const state = async () => (await availability()).feeds[0] as { id: string; state: string; problem: string | null; lastSuccessAt: string | null; lastAttemptAt: string | null };
const busyVersion = async () => Number((await system.database.query(`SELECT busy_version FROM resource WHERE person_id = $1`, [expert.id])).rows[0]?.busy_version ?? 0);
/** Whatever is due is fetched, also what the worker has in hand by itself: it has claimed that for two minutes. */
const refresh = async () => {
  const sql = `SELECT FROM calendar_feed WHERE next_attempt_at <= $1 OR next_attempt_at = $1::timestamptz + interval '2 minutes'`;
  await eventually(async () => {
    await system.worker!.get(FeedRefresh, { strict: false }).refreshDue();
    expect((await system.database.query(sql, [system.clock.now()])).rowCount).toBe(0);
  }, 20_000);
};
async function busy(from = '2027-03-08', to = '2027-04-10'): Promise<string[]> {
  const { body } = await expert.client.get(`/api/people/${expert.id}/free-busy?from=${from}&to=${to}`);
  return (body.busy as { startsAt: string; endsAt: string }[]).map(({ startsAt, endsAt }) => `${startsAt.slice(0, 16)}/${endsAt.slice(0, 16)}`);
}

const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const meeting = (day: string, title = 'Salaisuus') => ['BEGIN:VEVENT', `UID:${day}`, `SUMMARY:${title}`, `DTSTART:${day}T070000Z`, `DTEND:${day}T080000Z`, 'END:VEVENT'];

const published = (text: string) => `${text.trim().replaceAll(/\n\s*/g, '\r\n')}\r\n`;

/** As Outlook publishes: a Windows zone with its definition, a series with an exception, free all-day time. */
const outlook = published(`
  BEGIN:VCALENDAR
  METHOD:PUBLISH
  PRODID:Microsoft Exchange Server 2010
  VERSION:2.0
  X-WR-CALNAME:Kalenteri
  BEGIN:VTIMEZONE
  TZID:FLE Standard Time
  BEGIN:STANDARD
  DTSTART:16010101T040000
  TZOFFSETFROM:+0300
  TZOFFSETTO:+0200
  RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
  END:STANDARD
  BEGIN:DAYLIGHT
  DTSTART:16010101T030000
  TZOFFSETFROM:+0200
  TZOFFSETTO:+0300
  RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
  END:DAYLIGHT
  END:VTIMEZONE
  BEGIN:VEVENT
  RRULE:FREQ=WEEKLY;UNTIL=20270405T060000Z;INTERVAL=1;BYDAY=MO;WKST=MO
  EXDATE;TZID=FLE Standard Time:20270315T090000
  UID:series
  SUMMARY:Salaisuus
  DTSTART;TZID=FLE Standard Time:20270308T090000
  DTEND;TZID=FLE Standard Time:20270308T100000
  CLASS:PUBLIC
  TRANSP:OPAQUE
  X-MICROSOFT-CDO-BUSYSTATUS:BUSY
  END:VEVENT
  BEGIN:VEVENT
  UID:series
  RECURRENCE-ID;TZID=FLE Standard Time:20270329T090000
  DTSTART;TZID=FLE Standard Time:20270330T120000
  DTEND;TZID=FLE Standard Time:20270330T130000
  END:VEVENT
  BEGIN:VEVENT
  UID:free
  DTSTART;VALUE=DATE:20270310
  DTEND;VALUE=DATE:20270311
  X-MICROSOFT-CDO-BUSYSTATUS:FREE
  END:VEVENT
  END:VCALENDAR`);

/** As Google publishes: zones by IANA name, a day away, a cancelled occurrence. */
const google = published(`
  BEGIN:VCALENDAR
  PRODID:-//Google Inc//Google Calendar 70.9054//EN
  VERSION:2.0
  CALSCALE:GREGORIAN
  X-WR-TIMEZONE:Europe/Helsinki
  BEGIN:VEVENT
  DTSTART;VALUE=DATE:20270309
  DTEND;VALUE=DATE:20270310
  UID:away
  TRANSP:OPAQUE
  END:VEVENT
  BEGIN:VEVENT
  DTSTART;TZID=Europe/Helsinki:20270325T090000
  DTEND;TZID=Europe/Helsinki:20270325T100000
  RRULE:FREQ=DAILY;COUNT=5
  UID:series
  END:VEVENT
  BEGIN:VEVENT
  DTSTART;TZID=Europe/Helsinki:20270326T090000
  DTEND;TZID=Europe/Helsinki:20270326T100000
  UID:series
  RECURRENCE-ID;TZID=Europe/Helsinki:20270326T090000
  STATUS:CANCELLED
  END:VEVENT
  END:VCALENDAR`);

describe('a subscribed calendar', () => {
  it('is read by itself soon after it was added, and the page is told', async () => {
    const url = server.serve('/soon.ics', calendar(...meeting('20270310')));
    const added = await add(url);
    expect(added).toMatchObject({ status: 201, body: { label: 'Työkalenteri', host: `127.0.0.1:${server.port}`, state: 'waiting', lastSuccessAt: null, problem: null } });
    expect(JSON.stringify(added.body)).not.toContain('soon.ics');
    const socket = await expert.client.connect();
    const told = new Promise((resolve) => socket.once(notices.changed.name, resolve));
    await eventually(async () => expect(await busy()).toEqual(['2027-03-10T07:00/2027-03-10T08:00']), 15_000);
    expect(await told).toEqual({ topic: 'calendar', id: expert.id });
    socket.close();
    expect(await state()).toMatchObject({ state: 'ok', problem: null, lastSuccessAt: '2027-03-01T08:00:00.000Z' });
  });

  it.each([
    ['Outlook', outlook, ['2027-03-08T07:00/2027-03-08T08:00', '2027-03-22T07:00/2027-03-22T08:00', '2027-03-30T09:00/2027-03-30T10:00', '2027-04-05T06:00/2027-04-05T07:00']],
    ['Google', google, ['2027-03-08T22:00/2027-03-09T22:00', '2027-03-25T07:00/2027-03-25T08:00', '2027-03-27T07:00/2027-03-27T08:00', '2027-03-28T06:00/2027-03-28T07:00', '2027-03-29T06:00/2027-03-29T07:00']],
  ])('as %s publishes it is busy over the change of the clock, with its exceptions', async (_name, text, expected) => {
    await add(server.serve('/published.ics', text));
    await refresh();
    expect(await busy()).toEqual(expected);
  });

  it('keeps start and end and nothing else, and nothing of it is in the logs', async () => {
    await add(server.serve('/private-word.ics', calendar(...meeting('20270310', 'Kanarialintu'), 'BEGIN:VEVENT', 'SUMMARY:Kanarialintu', 'DTSTART:nonsense', 'END:VEVENT')));
    await refresh();
    await add(server.serve('/private-word-2.ics', calendar(...meeting('20270311', 'Kanarialintu'))));
    await refresh();
    const { rows } = await system.database.query(`SELECT json_agg(feed_busy)::text || (SELECT json_agg(audit_event)::text FROM audit_event) AS text FROM feed_busy`);
    expect(rows[0].text).not.toMatch(/Kanarialintu|private-word/);
    expect(log.join('')).not.toMatch(/Kanarialintu|private-word/);
    expect(log.join('')).toMatch(/not_a_calendar/);
  });

  it('makes older looks at the calendar out of date when its times change, and only then', async () => {
    const path = '/changing.ics';
    await add(server.serve(path, calendar(...meeting('20270310'))));
    await refresh();
    const first = await busyVersion();
    system.clock.advance({ minutes: 20 });
    await refresh();
    expect(server.of(path).length).toBeGreaterThanOrEqual(2);
    expect(await busyVersion()).toBe(first);
    server.serve(path, calendar(...meeting('20270311')));
    system.clock.advance({ minutes: 20 });
    await refresh();
    expect(await busyVersion()).toBe(first + 1);
    expect(await busy()).toEqual(['2027-03-11T07:00/2027-03-11T08:00']);
  });

  it('is asked whether it has changed, and is read anew after a week all the same', async () => {
    const path = '/tagged.ics';
    const modified = 'Mon, 01 Mar 2027 00:00:00 GMT';
    await add(server.serve(path, (request, response) => {
      response.setHeader('etag', '"one"').setHeader('last-modified', modified);
      if (request.headers['if-none-match'] === '"one"') response.writeHead(304).end();
      else response.end(calendar(...meeting('20270310')));
    }));
    await refresh();
    system.clock.advance({ minutes: 20 });
    await refresh();
    const [first, second] = server.of(path);
    expect(first!.headers).not.toHaveProperty('if-none-match');
    expect(second!.headers).toMatchObject({ 'if-none-match': '"one"', 'if-modified-since': modified });
    expect(await state()).toMatchObject({ state: 'ok', lastSuccessAt: '2027-03-01T08:20:00.000Z' });
    expect(await busy()).toHaveLength(1);
    system.clock.advance({ days: 8 });
    await refresh();
    expect(server.of(path).at(-1)!.headers).not.toHaveProperty('if-none-match');
  });

  it('is read again in the zone its owner has moved to', async () => {
    const floating = calendar('BEGIN:VEVENT', 'UID:a', 'DTSTART:20270310T090000', 'DTEND:20270310T100000', 'END:VEVENT');
    await add(server.serve('/floating.ics', (request, response) => (request.headers['if-none-match'] ? response.writeHead(304).end() : response.setHeader('etag', '"x"').end(floating))));
    await refresh();
    expect(await busy()).toEqual(['2027-03-10T07:00/2027-03-10T08:00']);
    await expert.client.patch(`/api/people/${expert.id}/availability`, { version: 0, timeZone: 'Europe/Stockholm' });
    await refresh();
    expect(await busy()).toEqual(['2027-03-10T08:00/2027-03-10T09:00']);
  });

  it('keeps its last good copy when it cannot be reached, says since when, and rests longer and longer', async () => {
    const path = '/gone.ics';
    await add(server.serve(path, calendar(...meeting('20270310'))));
    await refresh();
    server.serve(path, (_request, response) => response.writeHead(503).end());
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const due = (await system.database.query(`SELECT next_attempt_at FROM calendar_feed`)).rows[0].next_attempt_at as Date;
      pauses.push(Math.round((due.getTime() - system.clock.now().getTime()) / 60_000));
      system.clock.set(due);
      await refresh();
      expect((await state()).lastAttemptAt).toBe(due.toISOString());
    }
    expect(pauses[0]).toBeLessThanOrEqual(17);
    expect(pauses.at(-1)).toBeGreaterThan(320);
    expect(pauses.at(-1)).toBeLessThanOrEqual(396);
    expect(await state()).toMatchObject({ state: 'failing', problem: 'unreachable', lastSuccessAt: '2027-03-01T08:00:00.000Z' });
    expect(await busy()).toEqual(['2027-03-10T07:00/2027-03-10T08:00']);
  });

  it('goes with its busy times when it is removed', async () => {
    const { body } = await add(server.serve('/removed.ics', calendar(...meeting('20270310'))));
    await refresh();
    const before = await busyVersion();
    expect((await expert.client.delete(`${feedsPath()}/${body.id}`)).status).toBe(204);
    expect(await busy()).toEqual([]);
    expect(await busyVersion()).toBe(before + 1);
    expect((await expert.client.delete(`${feedsPath()}/${body.id}`)).status).toBe(404);
    expect((await availability()).changes).toHaveLength(2);
  });

  it('is fetched soon on request, but not again and again', async () => {
    const path = '/asked.ics';
    const { body } = await add(server.serve(path, calendar()));
    await refresh();
    const ask = () => expert.client.post(`${feedsPath()}/${body.id}/refresh`, {});
    expect((await ask()).status).toBe(202);
    await refresh();
    expect(server.of(path)).toHaveLength(1);
    system.clock.advance({ minutes: 2 });
    await ask();
    await refresh();
    expect(server.of(path)).toHaveLength(2);
  });

  it('is fetched once by many workers at once', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, index) => add(server.serve(`/many-${index}.ics`, calendar(...meeting('20270310'))))));
    const other = await system.startWorker();
    await Promise.all([refresh(), refresh()]);
    await other.stop();
    for (let index = 0; index < 5; index += 1) expect(server.of(`/many-${index}.ics`)).toHaveLength(1);
  });
});

describe('adding', () => {
  it('the same again answers with what there is; eleven are too many', async () => {
    const first = await add('https://calendar.example/1.ics');
    expect((await add('webcal://calendar.example/1.ics')).body.id).toBe(first.body.id);
    for (let index = 2; index <= 10; index += 1) expect((await add(`https://calendar.example/${index}.ics`)).status).toBe(201);
    expect(await add('https://calendar.example/11.ics')).toMatchObject({ status: 409, body: { code: 'feed.too_many' } });
    await system.database.query(`DELETE FROM calendar_feed`);
  });

  it('takes web addresses on the open internet only', async () => {
    for (const url of ['http://10.0.0.1/a.ics', 'http://127.0.0.3/a.ics', 'http://2130706435/a.ics', 'http://[::1]/a.ics', 'http://169.254.169.254/a', 'ftp://calendar.example/a']) {
      expect(await add(url)).toMatchObject({ status: 400, body: { code: 'feed.refused_address' } });
    }
    expect(await add('what is this')).toMatchObject({ status: 400, body: { code: 'request.invalid', fields: [{ path: 'url' }] } });
    expect((await expert.client.post(feedsPath(), { label: '', url: 'https://calendar.example/a.ics' })).body.fields).toEqual([expect.objectContaining({ path: 'label' })]);
  });

  it('is for oneself and one\'s coordinator, removing and asking too', async () => {
    const coordinator = await makePerson(system, { role: 'coordinator' });
    const stranger = await makePerson(system);
    const post = (by: TestPerson) => by.client.post(feedsPath(), { label: 'Työ', url: server.serve('/own.ics', calendar()) });
    expect((await post(stranger)).status).toBe(403);
    const { status, body } = await post(coordinator);
    expect(status).toBe(201);
    expect((await stranger.client.delete(`${feedsPath()}/${body.id}`)).status).toBe(403);
    expect((await stranger.client.post(`${feedsPath()}/${body.id}/refresh`, {})).status).toBe(403);
    expect((await stranger.client.delete(`${feedsPath(stranger)}/${body.id}`)).status).toBe(404);
    expect((await availability()).changes).toEqual([expect.objectContaining({ own: false })]);
  });
});

describe('an address that means harm', () => {
  /** Another download with the setting of a real installation, or of this test. */
  const download = (url: string, privateNetworks = ['127.0.0.1/32']) => {
    const config = { feeds: { privateNetworks } } as unknown as Config;
    return new FeedDownload(config).fetch(url, null, new AbortController().signal).then(
      (found) => found?.text ?? 'unchanged',
      (error: { problem?: string }) => error.problem ?? String(error),
    );
  };
  const redirect = (path: string, to: string) => server.serve(path, (_request, response) => response.writeHead(302, { location: to }).end());

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.3:80/a.ics',
    'http://2130706435/a.ics',
    'http://0x7f000003/a.ics',
    'http://[::1]/a.ics',
    'http://[::ffff:127.0.0.3]/a.ics',
    'http://[::ffff:a9fe:a9fe]/a.ics',
    'http://[fd00:ec2::254]/a.ics',
    'http://0.0.0.0/a.ics',
    'file:///etc/passwd',
    'gopher://127.0.0.1/a',
    'http://user:secret@127.0.0.1/a.ics',
  ])('is not followed to %s', async (to) => {
    expect(await download(redirect('/away.ics', to))).toBe('refused_address');
  });

  it('is not asked when its name leads to this machine', async () => {
    const url = server.serve('/named.ics', calendar());
    expect(await download(url.replace('127.0.0.1', 'localhost'), [])).toBe('refused_address');
    expect(await download(url, [])).toBe('refused_address');
    expect(server.of('/named.ics')).toHaveLength(0);
    expect(await download(redirect('/to-name.ics', url.replace('127.0.0.1', 'localhost')))).toContain('VCALENDAR');
  });

  it('may redirect a few times, not for ever', async () => {
    const end = server.serve('/end.ics', calendar());
    const fifth = [1, 2, 3, 4, 5].reduce((to, hop) => redirect(`/hop-${hop}`, to), end);
    expect(await download(fifth)).toContain('VCALENDAR');
    expect(await download(redirect('/hop-6', fifth))).toBe('too_many_redirects');
    expect(await download(redirect('/loop', '/loop'))).toBe('too_many_redirects');
  });

  it('may not send more than five megabytes, packed or not', async () => {
    const block = Buffer.alloc(1024 * 1024, 'A');
    const endless = () => Readable.from((function* () { for (let sent = 0; sent < 100; sent += 1) yield block; })());
    const plain = server.serve('/large.ics', (_request, response) => void endless().on('error', () => undefined).pipe(response));
    const packed = server.serve('/bomb.ics', (_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      endless().pipe(createGzip({ level: 9 })).on('error', () => undefined).pipe(response);
    });
    expect(await download(plain)).toBe('too_large');
    expect(await download(packed)).toBe('too_large');
    expect(process.memoryUsage().rss).toBeLessThan(1.5 * 1024 ** 3);
  });

  it('may pack what it sends, in a way that is known', async () => {
    const send = (path: string, encoding: string, body: Buffer) => server.serve(path, (_request, response) => response.setHeader('content-encoding', encoding).end(body));
    expect(await download(send('/packed.ics', 'gzip', gzipSync(calendar())))).toContain('VCALENDAR');
    expect(await download(send('/damaged.ics', 'gzip', Buffer.from('no gzip')))).toBe('not_a_calendar');
    expect(await download(send('/twice.ics', 'gzip, gzip', gzipSync(gzipSync(calendar()))))).toBe('not_a_calendar');
  });

  it('may not keep us waiting by sending a little now and then', async () => {
    const timers: NodeJS.Timeout[] = [];
    const drip = server.serve('/drip.ics', (_request, response) => void timers.push(setInterval(() => response.write('A'), 100)));
    const silent = server.serve('/silent.ics', () => undefined);
    const answers = await Promise.all([download(drip), download(silent)]);
    timers.forEach(clearInterval);
    expect(answers).toEqual(['too_slow', 'too_slow']);
  }, 40_000);

  it('that is not there, or breaks off, is told apart', async () => {
    expect(await download(`http://127.0.0.1:${server.port}/nowhere.ics`)).toBe('not_found');
    expect(await download(server.serve('/secret.ics', (_request, response) => response.writeHead(401).end()))).toBe('unreachable');
    expect(await download(server.serve('/torn.ics', (request) => request.socket.destroy()))).toBe('unreachable');
    expect(await download(server.serve('/half.ics', (request, response) => {
      response.setHeader('content-length', '1000').write('BEGIN:VCALENDAR');
      setTimeout(() => request.socket.destroy(), 50);
    }))).toBe('unreachable');
    expect(await download('https://nobody.invalid/a.ics')).toBe('unreachable');
  });
});

describe('a calendar that means harm', () => {
  it.each([
    ['RRULE without end', calendar('BEGIN:VEVENT', 'UID:a', 'DTSTART:20200101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY', 'END:VEVENT'), 'too_many_events'],
    ['a page', '<html><title>Sign in</title></html>', 'not_a_calendar'],
  ])('%s fails with its problem, and the others are read', async (_name, text, problem) => {
    await add(server.serve('/harm.ics', text));
    await add(server.serve('/good.ics', calendar(...meeting('20270310'))));
    await refresh();
    expect(await state()).toMatchObject({ state: 'failing', problem, lastSuccessAt: null });
    expect(await busy()).toEqual(['2027-03-10T07:00/2027-03-10T08:00']);
  }, 40_000);
});
