// Prints the zone this process lives in, and on the next line what the slot engine answers to fixed questions.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
const { checkSlot, dateRange, findSlots, resolveLocal } = await import('@app/scheduling');

const start = Date.parse('2027-03-26T00:00:00Z');
const hour = 3_600_000;
const everyDay = (from, to) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, to }));
const rules = { minimumNoticeMinutes: 90, horizonDays: 30, bufferBeforeMinutes: 5, bufferAfterMinutes: 15, weeklyCap: 3, monthlyCap: 9 };
/** [zone, hours of every day, date with other hours]; the clocks of three of them change in these days. */
const people = [
  ['Europe/Helsinki', '07:00', '18:00', '2027-03-28'],
  ['America/New_York', '22:00', '13:00', '2027-03-29'],
  ['Australia/Lord_Howe', '12:00', '06:30', '2027-04-04'],
  ['Asia/Kathmandu', '00:00', '24:00', '2027-03-30'],
].map(([timeZone, from, to, date], index) => ({
  id: `p${index}`,
  rules: { ...rules, timeZone, weekly: everyDay(from, to), exceptions: [{ date, hours: [{ from: '10:00', to: '15:00' }] }], leaves: [{ from: '2027-04-02', to: '2027-04-03' }] },
  busy: Array.from({ length: 6 }, (_, n) => ({ start: start + (n * 31 + index * 7) * hour, end: start + (n * 31 + index * 7 + 1) * hour, meetingId: `m${n}` })),
}));
const input = {
  people,
  required: ['p0'],
  optional: ['p1'],
  needs: [{ role: 'P01', k: 1, required: true, candidates: ['p1', 'p2', 'p3'] }],
  durationMinutes: 45,
  stepMinutes: 15,
  timeZone: 'Europe/Helsinki',
  range: { from: '2027-03-26', to: '2027-04-09' },
  preferred: everyDay('09:00', '12:00'),
  closed: [{ start: start + 100 * hour, end: start + 124 * hour }],
  now: start - 12 * hour,
  limit: 672,
};
const answer = {
  found: findSlots(input),
  none: findSlots({ ...input, required: ['p0', 'p2', 'p3'], durationMinutes: 720 }),
  checks: Array.from({ length: 48 }, (_, n) => checkSlot(input, start + n * 7 * hour, start + n * 7 * hour + 45 * 60_000)),
  days: dateRange('2027-03-28', '2027-03-29', 'Europe/Helsinki'),
  walls: ['2027-03-28T03:30', '2027-10-31T03:30', '2027-06-01T03:30'].map((local) => resolveLocal(local, 'Europe/Helsinki')),
};
process.stdout.write(`${new Date(2027, 0, 1).toISOString()}\n${JSON.stringify(answer)}\n`);
