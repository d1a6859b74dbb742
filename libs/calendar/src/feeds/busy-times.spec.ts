import { describe, expect, it } from '@jest/globals';
import { type Reading, readBusyTimes } from './busy-times.js';
import { FeedProblem } from './feed-problem.js';

const reading: Reading = { timeZone: 'Europe/Helsinki', email: 'hanna@example.fi', ownHost: 'neuvo.example', from: Date.parse('2027-03-01T00:00:00Z'), to: Date.parse('2028-03-01T00:00:00Z') };

const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'DTSTAMP:20270101T000000Z', ...lines, 'END:VEVENT'];

/** Spans as `from/to` in UTC, minutes. */
function read(lines: readonly string[], changes: Partial<Reading> = {}): string[] {
  const minute = (instant: number) => new Date(instant).toISOString().slice(0, 16);
  return readBusyTimes(calendar(...lines), { ...reading, ...changes }).map(({ start, end }) => `${minute(start)}/${minute(end)}`);
}

function problemOf(text: string): string | null {
  try {
    readBusyTimes(text, reading);
    return null;
  } catch (error) {
    return error instanceof FeedProblem ? error.problem : String(error);
  }
}

describe('single events', () => {
  it('that are meetings of ours leave the time as it is: moved and cancelled it is here first', () => {
    const times = ['DTSTART:20270310T070000Z', 'DTEND:20270310T080000Z'];
    expect(read([...event('UID:01a21508-3f09-71fe-8032-7d56ff12ed48@neuvo.example', ...times)])).toEqual([]);
    expect(read([...event('UID:1@other-neuvo.example', ...times)])).toHaveLength(1);
  });

  it.each([
    ['in UTC', ['DTSTART:20270310T070000Z', 'DTEND:20270310T080000Z'], '2027-03-10T07:00/2027-03-10T08:00'],
    ['in a named zone', ['DTSTART;TZID=America/New_York:20270310T070000', 'DTEND;TZID=America/New_York:20270310T080000'], '2027-03-10T12:00/2027-03-10T13:00'],
    ['in a zone that Windows names', ['DTSTART;TZID=FLE Standard Time:20270310T090000', 'DTEND;TZID=FLE Standard Time:20270310T100000'], '2027-03-10T07:00/2027-03-10T08:00'],
    ['in a zone behind a path', ['DTSTART;TZID=/mozilla.org/20050126_1/Asia/Kathmandu:20270310T090000', 'DURATION:PT1H'], '2027-03-10T03:15/2027-03-10T04:15'],
    ['in quotes', ['DTSTART;TZID="Europe/Stockholm":20270310T090000', 'DURATION:PT30M'], '2027-03-10T08:00/2027-03-10T08:30'],
    ['floating', ['DTSTART:20270310T090000', 'DTEND:20270310T100000'], '2027-03-10T07:00/2027-03-10T08:00'],
    ['of a zone nobody knows', ['DTSTART;TZID=Somewhere:20270310T090000', 'DURATION:PT1H'], '2027-03-10T07:00/2027-03-10T08:00'],
    ['of a day', ['DTSTART;VALUE=DATE:20270310'], '2027-03-09T22:00/2027-03-10T22:00'],
    ['of the day the clock moves on', ['DTSTART;VALUE=DATE:20270328', 'DTEND;VALUE=DATE:20270329'], '2027-03-27T22:00/2027-03-28T21:00'],
    ['over the change of the clock', ['DTSTART;TZID=Europe/Helsinki:20270328T020000', 'DTEND;TZID=Europe/Helsinki:20270328T060000'], '2027-03-28T00:00/2027-03-28T03:00'],
    ['at a time that is skipped', ['DTSTART;TZID=Europe/Helsinki:20270328T033000', 'DURATION:PT30M'], '2027-03-28T01:30/2027-03-28T02:00'],
    ['at a time that comes twice', ['DTSTART;TZID=Europe/Helsinki:20271031T033000', 'DURATION:PT30M'], '2027-10-31T00:30/2027-10-31T01:00'],
  ])('%s', (_name, lines, expected) => {
    expect(read(event('UID:a', ...lines))).toEqual([expected]);
  });

  it.each(['Customized Time Zone', 'BST'])('in a zone that the calendar itself defines as %s', (name) => {
    const zone = (kind: string, from: string, to: string, rule: string) => [`BEGIN:${kind}`, 'DTSTART:16010101T030000', `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`, `RRULE:${rule}`, `END:${kind}`];
    const definition = ['BEGIN:VTIMEZONE', `TZID:${name}`, ...zone('STANDARD', '+0300', '+0200', 'FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'), ...zone('DAYLIGHT', '+0200', '+0300', 'FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'), 'END:VTIMEZONE'];
    const at = (date: string) => event(`UID:${date}`, `DTSTART;TZID=${name}:${date}T090000`, 'DURATION:PT1H');
    expect(read([...definition, ...at('20270310'), ...at('20270610')], { timeZone: 'America/New_York' })).toEqual(['2027-03-10T07:00/2027-03-10T08:00', '2027-06-10T06:00/2027-06-10T07:00']);
  });

  it.each([
    ['transparent', ['TRANSP:TRANSPARENT']],
    ['cancelled', ['STATUS:CANCELLED']],
    ['free in Outlook', ['X-MICROSOFT-CDO-BUSYSTATUS:FREE']],
    ['declined by the owner', ['ATTENDEE;PARTSTAT=DECLINED:mailto:Hanna@Example.fi']],
    ['without length', ['DTEND:20270310T070000Z']],
  ])('%s do not block', (_name, lines) => {
    expect(read(event('UID:a', 'DTSTART:20270310T070000Z', ...(lines[0]!.startsWith('DTEND') ? [] : ['DTEND:20270310T080000Z']), ...lines))).toEqual([]);
  });

  it('declined by others do block', () => {
    expect(read(event('UID:a', 'DTSTART:20270310T070000Z', 'DURATION:PT1H', 'ATTENDEE;PARTSTAT=DECLINED:mailto:pekka@example.fi'))).toHaveLength(1);
  });

  it('outside of the time that matters are left out, touching ones become one', () => {
    const at = (start: string, end: string) => event(`UID:${start}`, `DTSTART:${start}`, `DTEND:${end}`);
    expect(read([...at('20260310T070000Z', '20260310T080000Z'), ...at('20270310T080000Z', '20270310T090000Z'), ...at('20270310T070000Z', '20270310T080000Z')])).toEqual(['2027-03-10T07:00/2027-03-10T09:00']);
  });
});

describe('series', () => {
  const weekly = ['UID:a', 'DTSTART;TZID=Europe/Helsinki:20270315T090000', 'DTEND;TZID=Europe/Helsinki:20270315T100000'];

  it('keep their wall time over the change of the clock', () => {
    expect(read(event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=3'))).toEqual(['2027-03-15T07:00/2027-03-15T08:00', '2027-03-22T07:00/2027-03-22T08:00', '2027-03-29T06:00/2027-03-29T07:00']);
  });

  it('end with the last one that begins until then, in UTC and by date', () => {
    expect(read(event(...weekly, 'RRULE:FREQ=WEEKLY;UNTIL=20270329T060000Z'))).toHaveLength(3);
    expect(read(event(...weekly, 'RRULE:FREQ=WEEKLY;UNTIL=20270329T055959Z'))).toHaveLength(2);
    expect(read(event(...weekly, 'RRULE:FREQ=WEEKLY;UNTIL=20270329'))).toHaveLength(3);
    expect(read(event('UID:a', 'DTSTART;VALUE=DATE:20270315', 'RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20270319'))).toHaveLength(3);
  });

  it('that began long ago go on', () => {
    expect(read(event('UID:a', 'DTSTART:20100104T070000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;BYDAY=MO'), { to: Date.parse('2027-03-10T00:00:00Z') })).toEqual(['2027-03-01T07:00/2027-03-01T08:00', '2027-03-08T07:00/2027-03-08T08:00']);
  });

  it('leave out what is excluded, in whatever zone that is told, and add what is added', () => {
    const left = ['EXDATE;TZID=Europe/Helsinki:20270322T090000', 'EXDATE:20270329T060000Z', 'EXDATE;VALUE=DATE:20270405', 'RDATE;TZID=Europe/Helsinki:20270331T120000'];
    expect(read(event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=5', ...left))).toEqual(['2027-03-15T07:00/2027-03-15T08:00', '2027-03-31T09:00/2027-03-31T10:00', '2027-04-12T06:00/2027-04-12T07:00']);
  });

  it('take a changed occurrence in the place of its own, wherever it stands in the file', () => {
    const moved = event('UID:a', 'RECURRENCE-ID;TZID=Europe/Helsinki:20270322T090000', 'DTSTART;TZID=Europe/Helsinki:20270323T130000', 'DTEND;TZID=Europe/Helsinki:20270323T150000');
    const cancelled = event('UID:a', 'RECURRENCE-ID:20270329T060000Z', 'STATUS:CANCELLED', 'DTSTART:20270329T060000Z', 'DTEND:20270329T070000Z');
    const series = event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=4');
    const expected = ['2027-03-15T07:00/2027-03-15T08:00', '2027-03-23T11:00/2027-03-23T13:00', '2027-04-05T06:00/2027-04-05T07:00'];
    expect(read([...moved, ...series, ...cancelled])).toEqual(expected);
  });

  it('of other events with the same time stay', () => {
    const other = event('UID:b', 'DTSTART:20270322T070000Z', 'DTEND:20270322T090000Z');
    const cancelled = event('UID:a', 'RECURRENCE-ID:20270322T070000Z', 'STATUS:CANCELLED', 'DTSTART:20270322T070000Z', 'DTEND:20270322T080000Z');
    expect(read([...event(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=2'), ...other, ...cancelled])).toEqual(['2027-03-15T07:00/2027-03-15T08:00', '2027-03-22T07:00/2027-03-22T09:00']);
  });
});

describe('what is too much or no calendar', () => {
  it.each(['FREQ=SECONDLY', 'FREQ=MINUTELY', 'FREQ=SECONDLY;COUNT=2000000000'])('%s is refused', (rule) => {
    expect(problemOf(calendar(...event('UID:a', 'DTSTART:20200101T000000Z', 'DURATION:PT1S', `RRULE:${rule}`)))).toBe('too_many_events');
  });

  it.each(['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31', 'FREQ=DAILY;INTERVAL=0'])('%s, which names no time, leaves the event itself', (rule) => {
    expect(read(event('UID:a', 'DTSTART:20270310T070000Z', 'DURATION:PT1H', `RRULE:${rule}`))).toEqual(expect.arrayContaining(['2027-03-10T07:00/2027-03-10T08:00']));
  });

  it.each([['nothing', ''], ['a page', '<!doctype html><title>Sign in</title>'], ['a card', 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nEND:VCARD\r\n'], ['half a calendar', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n'], ['JSON', '{"a":1}']])('%s is no calendar', (_name, text) => {
    expect(problemOf(text)).toBe('not_a_calendar');
  });

  it('a malformed line that tells no time spoils nothing, nor does a folded one', () => {
    const lines = event('UID:a', 'SUMMARY;X=\\"Oops', 'no property at all', 'DTSTART;TZID=Europe/', ' Helsinki:20270310T090000', 'DURATION:PT1H');
    expect(read(lines)).toEqual(['2027-03-10T07:00/2027-03-10T08:00']);
    expect(readBusyTimes(`\uFEFF${calendar(...lines).replaceAll('\r\n', '\n')}`, reading)).toHaveLength(1);
  });

  it('an empty calendar is one', () => {
    expect(read([])).toEqual([]);
  });
});
