import { describe, expect, it } from '@jest/globals';
import { CalendarReader } from './calendar-reader.js';

const reading = { timeZone: 'Europe/Helsinki', email: 'hanna@example.fi', ownHost: 'neuvo.example', from: Date.parse('2027-03-01T00:00:00Z'), to: Date.parse('2028-03-01T00:00:00Z') };
const calendar = (lines: readonly string[]) => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${lines.join('\r\n')}\r\nEND:VCALENDAR\r\n`;
const series = (rule: string, uid = 'a') => ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTART:20270310T070000Z', 'DURATION:PT1S', `RRULE:${rule}`, 'END:VEVENT'];

describe('CalendarReader', () => {
  it('reads in a thread of its own, while everything else goes on', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    const many = Array.from({ length: 60 }, (_, index) => series('FREQ=DAILY', `a${index}`)).flat();
    const busy = await new CalendarReader().read(calendar(many), reading).catch((error: Error) => error.message);
    clearInterval(timer);
    expect(busy).toBe('too_many_events');
    expect(turns).toBeGreaterThan(5);
    expect(await new CalendarReader().read(calendar(series('FREQ=DAILY;COUNT=3')), reading)).toHaveLength(3);
  });

  it('tells what is no calendar', async () => {
    await expect(new CalendarReader().read('<html>', reading)).rejects.toMatchObject({ problem: 'not_a_calendar' });
  });

  it('gives up what takes too long', async () => {
    const hours = Array.from({ length: 40_000 }, (_, index) => series('FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30', `a${index}`)).flat();
    await expect(new CalendarReader().read(calendar(hours), reading)).rejects.toMatchObject({ problem: 'too_many_events' });
  });
});
