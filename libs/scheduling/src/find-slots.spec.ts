import { describe, expect, it } from '@jest/globals';
import {
  assertRules,
  type AvailabilityRules,
  checkSlot,
  findSlots,
  InvalidSchedulingInputError,
  InvalidTimeZoneError,
  type RoleSeats,
  type SchedulingPerson,
  type SlotsInput,
  type Weekday,
} from './index.js';

const at = (text: string) => Date.parse(text);
const everyDay = (from: string, to: string) => ([1, 2, 3, 4, 5, 6, 7] as Weekday[]).map((weekday) => ({ weekday, from, to }));

/** Helsinki, 9 to 12 each day, no notice, no buffers. */
const rules: AvailabilityRules = {
  timeZone: 'Europe/Helsinki',
  weekly: everyDay('09:00', '12:00'),
  minimumNoticeMinutes: 0,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
};
const person = (id: string, changes: Partial<AvailabilityRules> = {}, busy: SchedulingPerson['busy'] = []): SchedulingPerson => ({ id, rules: { ...rules, ...changes }, busy });
const span = (start: string, end: string) => ({ start: at(`2027-03-18T${start}Z`), end: at(`2027-03-18T${end}Z`) });

/** One Thursday, an hour on the half hour, asked the day before. */
const query = (people: readonly SchedulingPerson[], changes: Partial<SlotsInput> = {}): SlotsInput => ({
  people,
  required: people.map(({ id }) => id),
  optional: [],
  durationMinutes: 60,
  stepMinutes: 30,
  timeZone: 'Europe/Helsinki',
  range: { from: '2027-03-18', to: '2027-03-19' },
  now: at('2027-03-17T12:00Z'),
  limit: 20,
  ...changes,
});
const starts = (input: SlotsInput) => findSlots(input).slots.map(({ startsAt }) => new Date(startsAt).toISOString().slice(11, 16));
const problems = (people: readonly SchedulingPerson[], start: string, end: string, changes: Partial<SlotsInput> = {}) => {
  const check = checkSlot(query(people, changes), at(`2027-03-18T${start}Z`), at(`2027-03-18T${end}Z`));
  return check.ok ? [] : check.problems.map(({ personId, role, reason }) => `${personId ?? role ?? '-'} ${reason}`);
};

describe('findSlots', () => {
  it('offers what lies in the hours, on the step, from beginning to end', () => {
    expect(starts(query([person('a')]))).toEqual(['07:00', '07:30', '08:00', '08:30', '09:00']);
  });

  it('makes no slot of the adjoining time of two people', () => {
    const early = person('early', { weekly: everyDay('09:00', '10:00') });
    const late = person('late', { weekly: everyDay('10:00', '11:00') });
    expect(starts(query([early, late]))).toEqual([]);
  });

  it('joins adjoining windows of one person', () => {
    const weekly = [...everyDay('09:00', '10:02'), ...everyDay('10:02', '11:00')];
    expect(starts(query([person('a', { weekly })]))).toEqual(['07:00', '07:30', '08:00']);
  });

  it('reaches past midnight, and lets an exception replace only what begins on its date', () => {
    const weekly = everyDay('23:00', '01:00');
    expect(starts(query([person('a', { weekly })]))).toEqual(['22:00', '21:00']);
    expect(starts(query([person('a', { weekly, exceptions: [{ date: '2027-03-18', hours: [] }] })]))).toEqual(['22:00']);
    const other = { exceptions: [{ date: '2027-03-18', hours: [{ from: '14:00', to: '15:00' }] }] };
    expect(starts(query([person('a', other)]))).toEqual(['12:00']);
  });

  it('keeps the larger of two neighbouring buffers, not their sum', () => {
    const busy = [{ ...span('07:30', '08:00'), bufferAfterMinutes: 10 }];
    const one = person('a', { bufferBeforeMinutes: 15, bufferAfterMinutes: 0 }, busy);
    expect(starts(query([one], { stepMinutes: 5, durationMinutes: 105 }))).toEqual(['08:15']);
    expect(problems([one], '08:00', '09:00')).toEqual(['a buffer']);
  });

  it('keeps the notice of each person', () => {
    const input = query([person('a', { minimumNoticeMinutes: 20 * 60 })]);
    expect(starts(input)).toEqual(['08:00', '08:30', '09:00']);
  });

  it('ranks by who is missing, then by time', () => {
    const people = [person('a'), person('b', {}, [span('07:00', '08:30')])];
    const { slots } = findSlots(query(people, { required: ['a'], optional: ['b'], limit: 3 }));
    expect(slots.map(({ startsAt, missing }) => [new Date(startsAt).toISOString().slice(11, 16), missing])).toEqual([
      ['08:30', []],
      ['09:00', []],
      ['07:00', ['b']],
    ]);
  });

  it('offers both passes of the doubled hour and nothing in the skipped one', () => {
    const night = person('a', { weekly: everyDay('03:00', '04:00') });
    const autumn = { range: { from: '2027-10-31', to: '2027-11-01' } };
    expect(starts(query([night], autumn))).toEqual(['00:00', '00:30', '01:00']);
    expect(starts(query([night], { range: { from: '2027-03-28', to: '2027-03-29' } }))).toEqual([]);
  });

  it('tells the free time without telling what fills the rest', () => {
    const { people } = findSlots(query([person('a', { bufferAfterMinutes: 10 }, [span('08:00', '08:33')])]));
    expect(people).toEqual([{ personId: 'a', free: [span('07:00', '07:50'), span('08:45', '10:00')] }]);
  });

  it('names the bottleneck with what would appear without, and each reason', () => {
    const people = [person('a'), person('b', {}, [span('06:00', '10:00')]), person('c', { weekly: [] })];
    const pair = findSlots(query(people.slice(0, 2)));
    expect(pair.bottleneck).toEqual({ role: null, personId: 'b', slotsMore: 5 });
    expect(pair.why?.reasons).toEqual([{ role: null, personId: 'b', reason: 'busy' }]);
    const three = findSlots(query(people));
    expect(three.bottleneck).toBeNull();
    expect(three.why?.reasons).toEqual([
      { role: null, personId: 'b', reason: 'busy' },
      { role: null, personId: 'c', reason: 'no_hours' },
    ]);
  });

  it.each([
    ['notice', [person('a', { minimumNoticeMinutes: 3 * 1440 })], {}, 'a'],
    ['horizon', [person('a', { horizonDays: 1, weekly: everyDay('15:00', '16:00') })], {}, 'a'],
    ['cap', [person('a', { weeklyCap: 1 }, [{ ...span('05:00', '06:00'), meetingId: 'm' }])], {}, 'a'],
    ['closed', [person('a')], { closed: [{ start: at('2027-03-17T22:00Z'), end: at('2027-03-18T22:00Z') }] }, null],
    ['hours_too_short', [person('a', { weekly: everyDay('09:00', '09:45') })], {}, 'a'],
    ['range_too_short', [person('a')], { durationMinutes: 1500 }, null],
    ['range_too_short', [person('a')], { now: at('2027-03-20T00:00Z') }, null],
    ['no_common_time', [person('a', { weekly: everyDay('09:00', '10:00') }), person('b', { weekly: everyDay('10:00', '11:00') })], {}, null],
  ])('says %s', (reason, people, changes, personId) => {
    expect(findSlots(query(people, changes)).why?.reasons).toEqual([{ role: null, personId, reason }]);
  });

  it.each([
    ['durationMinutes', { durationMinutes: 47 }],
    ['stepMinutes', { stepMinutes: 50 }],
    ['stepMinutes', { stepMinutes: 0 }],
    ['required', { required: [] }],
    ['required', { optional: ['a'] }],
    ['people', { optional: ['nobody'] }],
    ['limit', { limit: 0 }],
    ['range.to', { range: { from: '2027-03-19', to: '2027-03-18' } }],
    ['range.from', { range: { from: '2027-02-29', to: '2027-03-18' } }],
    ['range', { range: { from: '2027-01-01', to: '2029-01-01' } }],
  ])('refuses bad %s', (field, changes) => {
    expect(() => findSlots(query([person('a')], changes))).toThrow(expect.objectContaining({ name: 'InvalidSchedulingInputError', field }));
  });

  it('refuses a zone that is none', () => {
    expect(() => findSlots(query([person('a')], { timeZone: 'Mars/Olympus' }))).toThrow(InvalidTimeZoneError);
    expect(() => findSlots(query([person('a', { timeZone: '+02:00' })]))).toThrow(InvalidTimeZoneError);
  });
});

describe('a panel of roles', () => {
  const need = (role: string, ids: string, changes: Partial<RoleSeats> = {}): RoleSeats => ({ role, k: 1, required: true, candidates: [...ids], ...changes });
  const only = (from: string, to: string) => ({ weekly: everyDay(from, to) });
  const panel = (people: readonly SchedulingPerson[], needs: readonly RoleSeats[], changes: Partial<SlotsInput> = {}) => query(people, { required: [], needs, ...changes });
  const told = (input: SlotsInput) =>
    findSlots(input).slots.map(({ startsAt, seats }) => `${new Date(startsAt).toISOString().slice(11, 16)} ${seats.map(({ personIds }) => personIds.join('+')).join(' ')}`);

  it('takes whoever of a role can come', () => {
    const people = [person('a', only('09:00', '10:00')), person('b', only('11:00', '12:00'))];
    expect(told(panel(people, [need('doctor', 'ab')]))).toEqual(['07:00 a', '09:00 b']);
  });

  it('wants as many as the role has seats, at once', () => {
    const people = [person('a', only('09:00', '10:30')), person('b', only('09:30', '11:00')), person('c', only('10:00', '11:00'))];
    expect(told(panel(people, [need('doctor', 'abc', { k: 2 })]))).toEqual(['07:30 a+b', '08:00 b+c']);
  });

  it('gives somebody with two professions one seat', () => {
    const people = [person('a'), person('b', only('09:00', '10:00'))];
    expect(told(panel(people, [need('doctor', 'ab'), need('nurse', 'a')]))).toEqual(['07:00 b a']);
  });

  it('seats those who come in any case first, then those with least to do that day, then the order of the request', () => {
    const meeting = (meetingId: string) => [{ ...span('12:00', '13:00'), meetingId }];
    const people = [person('a', {}, meeting('m')), person('b'), person('c'), person('d', {}, [...meeting('m'), ...meeting('n')])];
    const doctors = need('doctor', 'abcd');
    expect(told(panel(people, [doctors], { limit: 1 }))).toEqual(['07:00 b']);
    expect(told(panel(people, [doctors], { limit: 1, required: ['d'] }))).toEqual(['07:00 d']);
    expect(told(panel(people, [{ ...doctors, k: 3 }], { limit: 1 }))).toEqual(['07:00 b+c+a']);
  });

  it('leaves an optional role open and says that somebody is missing', () => {
    const people = [person('a'), person('b', only('11:00', '12:00'))];
    const { slots } = findSlots(panel(people, [need('doctor', 'a'), need('nurse', 'b', { required: false })]));
    expect(slots.map(({ rank }) => rank.missing)).toEqual([0, 1, 1, 1, 1]);
    expect(slots[0]).toMatchObject({ startsAt: at('2027-03-18T09:00Z'), missing: [], seats: [{ role: 'doctor', personIds: ['a'] }, { role: 'nurse', personIds: ['b'] }] });
  });

  it('names the role that is in the way', () => {
    const people = [person('a'), person('b', {}, [span('06:00', '10:00')]), person('c', { weekly: [] })];
    const found = findSlots(panel(people, [need('doctor', 'a'), need('nurse', 'bc')]));
    expect(found.bottleneck).toEqual({ role: 'nurse', personId: null, slotsMore: 5 });
    expect(found.why).toEqual({
      reasons: [{ role: 'nurse', personId: null, reason: 'too_few' }],
      relaxations: [
        { kind: 'wider', to: '2027-03-26', slots: 35 },
        { kind: 'optional', role: 'nurse', personId: null, slots: 5 },
      ],
    });
    expect(findSlots(panel(people, [need('doctor', 'a'), need('nurse', 'b')])).why?.reasons).toEqual([{ role: 'nurse', personId: null, reason: 'busy' }]);
  });

  it('says that one person cannot be in two seats', () => {
    const found = findSlots(panel([person('a')], [need('doctor', 'a'), need('nurse', 'a')]));
    expect(found.why?.reasons).toEqual([{ role: null, personId: null, reason: 'no_common_time' }]);
    expect(found.bottleneck).toEqual({ role: 'doctor', personId: null, slotsMore: 5 });
  });

  it('offers the next shorter length that gives some', () => {
    const found = findSlots(query([person('a', only('09:00', '09:40'))]));
    expect(found.why?.relaxations[0]).toEqual({ kind: 'shorter', durationMinutes: 30, slots: 1 });
  });
});

describe('a seat', () => {
  const meeting = { start: at('2027-03-18T12:00Z'), end: at('2027-03-18T13:00Z') };
  const people = [person('a', {}, [{ ...meeting, meetingId: 'm' }]), person('b'), person('c', {}, [{ ...meeting, meetingId: 'm' }]), person('d')];
  const role = (k: number, ids: string): RoleSeats => ({ role: ids, k, required: true, candidates: [...ids] });
  const sitting = (needs: readonly RoleSeats[], required: readonly string[] = []) =>
    findSlots(query(people, { required, needs })).slots[0]!.seats.map(({ personIds }) => personIds.join(' '));

  it('goes to those with the fewest meetings that day, then in the order of the query', () => {
    expect(sitting([role(3, 'abcd')])).toEqual(['b d a']);
    expect(sitting([role(1, 'ab'), role(1, 'cd')])).toEqual(['b', 'd']);
  });

  it('goes to who comes in any case, whatever there is to do', () => {
    expect(sitting([role(2, 'bcd')], ['c'])).toEqual(['c b']);
  });
});

describe('what is better', () => {
  it('lies inside the preferred windows', () => {
    const input = query([person('a')], { preferred: [{ weekday: 4, from: '10:00', to: '11:30' }] });
    expect(starts(input)).toEqual(['08:00', '08:30', '07:00', '07:30', '09:00']);
    expect(findSlots(input).recommended).toEqual({ startsAt: at('2027-03-18T08:00Z'), reason: 'preferred' });
  });

  it('leaves out nobody', () => {
    const people = [person('a'), person('b', { weekly: everyDay('10:00', '11:00') })];
    expect(findSlots(query(people, { required: ['a'], optional: ['b'] })).recommended).toEqual({ startsAt: at('2027-03-18T08:00Z'), reason: 'everybody' });
  });

  it('comes on a day with less to do', () => {
    const busy = [{ start: at('2027-03-18T12:00Z'), end: at('2027-03-18T13:00Z'), meetingId: 'm' }];
    const found = findSlots(query([person('a', {}, busy)], { range: { from: '2027-03-18', to: '2027-03-20' } }));
    expect(found.recommended).toEqual({ startsAt: at('2027-03-19T07:00Z'), reason: 'even_load' });
    expect(found.slots[0]).toMatchObject({ startsAt: at('2027-03-18T07:00Z'), rank: { missing: 0, outsidePreferred: false, load: 1 } });
  });

  it('is the earliest where nothing sets it apart', () => {
    expect(findSlots(query([person('a')])).recommended).toEqual({ startsAt: at('2027-03-18T07:00Z'), reason: 'earliest' });
    expect(findSlots(query([person('a', { weekly: [] })])).recommended).toBeNull();
  });
});

describe('time taken away', () => {
  it('is kept clear of, closed days in the free time too', () => {
    expect(starts(query([person('a')], { excluded: [span('08:10', '08:20')] }))).toEqual(['07:00', '08:30', '09:00']);
    const closed = findSlots(query([person('a')], { closed: [span('08:00', '09:00')] }));
    expect(closed.slots).toHaveLength(2);
    expect(closed.people[0]!.free).toEqual([span('07:00', '08:00'), span('09:00', '10:00')]);
  });

  it('is a leave, from midnight to midnight, whatever the exceptions say', () => {
    const night = { weekly: everyDay('23:00', '01:00'), leaves: [{ from: '2027-03-18', to: '2027-03-19' }], exceptions: [{ date: '2027-03-18', hours: [{ from: '09:00', to: '10:00' }] }] };
    const range = { from: '2027-03-17', to: '2027-03-20' };
    const nights = findSlots(query([person('a', night)], { range })).slots.map(({ startsAt }) => new Date(startsAt).toISOString().slice(8, 16));
    expect(nights).toEqual(['17T21:00', '19T21:00']);
  });
});

describe('caps', () => {
  const meetings = (...starts: string[]) => starts.map((start, index) => ({ start: at(start), end: at(start) + 3_600_000, meetingId: `m${index}` }));
  const days = (changes: Partial<AvailabilityRules>, busy: SchedulingPerson['busy'], range: SlotsInput['range']) => [
    ...new Set(findSlots(query([person('a', changes, busy)], { range, limit: 1000, now: at('2027-03-01T00:00Z') })).slots.map(({ startsAt }) => new Date(startsAt).toISOString().slice(5, 10))),
  ];

  it('close a calendar week that has enough, from Monday on', () => {
    const busy = meetings('2027-03-15T12:00Z', '2027-03-21T12:00Z');
    expect(days({ weeklyCap: 2 }, busy, { from: '2027-03-13', to: '2027-03-24' })).toEqual(['03-13', '03-14', '03-22', '03-23']);
    expect(days({ weeklyCap: 3 }, busy, { from: '2027-03-20', to: '2027-03-22' })).toEqual(['03-20', '03-21']);
  });

  it('close a calendar month that has enough', () => {
    expect(days({ monthlyCap: 1 }, meetings('2027-04-01T12:00Z'), { from: '2027-03-30', to: '2027-05-03' })).toEqual(['03-30', '03-31', '05-01', '05-02']);
  });

  it('count a meeting once, however many times are held for it, and where it starts', () => {
    const held = meetings('2027-03-16T12:00Z', '2027-03-17T12:00Z').map((one) => ({ ...one, meetingId: 'm' }));
    expect(days({ weeklyCap: 2 }, held, { from: '2027-03-18', to: '2027-03-19' })).toEqual(['03-18']);
    const sundayNight = [{ start: at('2027-03-14T21:30Z'), end: at('2027-03-14T23:30Z'), meetingId: 'm' }];
    expect(days({ weeklyCap: 1 }, sundayNight, { from: '2027-03-14', to: '2027-03-16' })).toEqual(['03-15']);
  });
});

describe('checkSlot', () => {
  const busy = person('a', { minimumNoticeMinutes: 2 * 1440, bufferAfterMinutes: 10 }, [span('08:00', '09:00')]);

  it('accepts what is offered', () => {
    expect(problems([person('a')], '07:30', '08:30')).toEqual([]);
  });

  it('names everything in the way, person by person', () => {
    expect(problems([busy, person('b')], '08:10', '11:03')).toEqual(['- off_grid', 'a before_notice', 'a outside_hours', 'a busy', 'b outside_hours']);
    expect(problems([busy], '09:00', '10:00')).toEqual(['a before_notice', 'a buffer']);
  });

  it('knows closed days, horizon, caps and roles', () => {
    const meeting = [{ ...span('05:00', '06:00'), meetingId: 'm' }];
    expect(problems([person('a', { horizonDays: 1 }), person('b', { weeklyCap: 1 }, meeting)], '09:00', '10:00', { now: at('2027-03-17T08:00Z') })).toEqual([
      'a beyond_horizon',
      'b over_cap',
    ]);
    const needs = [{ role: 'doctor', k: 2, required: true, candidates: ['a', 'b'] }];
    const people = [person('a'), person('b', {}, [span('09:00', '09:30')])];
    expect(problems(people, '09:00', '10:00', { required: [], needs, closed: [span('09:30', '09:35')] })).toEqual(['- closed', 'doctor role_missing']);
  });

  it('calls the present past', () => {
    expect(problems([person('a')], '08:00', '09:00', { now: at('2027-03-18T08:00Z') })).toEqual(['- in_past']);
    expect(problems([person('a')], '08:00', '09:00', { now: at('2027-03-18T08:00Z') - 1 })).toEqual([]);
  });

  it('refuses an end before the start', () => {
    expect(() => problems([busy], '09:00', '08:00')).toThrow(InvalidSchedulingInputError);
  });
});

describe('assertRules', () => {
  it('takes rules that mean something', () => {
    expect(() => assertRules({ ...rules, weekly: everyDay('00:00', '24:00'), exceptions: [{ date: '2027-12-24', hours: [] }] })).not.toThrow();
  });

  it.each([
    ['weekly[0].to', { weekly: [{ weekday: 1, from: '09:00', to: '09:00' }] }],
    ['weekly[0].from', { weekly: [{ weekday: 1, from: '24:00', to: '09:00' }] }],
    ['weekly[0].from', { weekly: [{ weekday: 1, from: '9:00', to: '10:00' }] }],
    ['weekly[0].weekday', { weekly: [{ weekday: 0 as Weekday, from: '09:00', to: '10:00' }] }],
    ['exceptions[0].date', { exceptions: [{ date: '2027-13-01', hours: [] }] }],
    ['exceptions[1].date', { exceptions: [{ date: '2027-12-24', hours: [] }, { date: '2027-12-24', hours: [] }] }],
    ['exceptions[0].hours[0].to', { exceptions: [{ date: '2027-12-24', hours: [{ from: '09:00', to: '25:00' }] }] }],
    ['minimumNoticeMinutes', { minimumNoticeMinutes: -1 }],
    ['bufferAfterMinutes', { bufferAfterMinutes: 1.5 }],
    ['leaves[0].to', { leaves: [{ from: '2027-12-24', to: '2027-12-24' }] }],
    ['leaves[0].from', { leaves: [{ from: '2027-02-30', to: '2027-12-24' }] }],
    ['horizonDays', { horizonDays: 0 }],
    ['weeklyCap', { weeklyCap: 0 }],
  ] satisfies [string, Partial<AvailabilityRules>][])('refuses bad %s', (field, changes) => {
    expect(() => assertRules({ ...rules, ...changes })).toThrow(expect.objectContaining({ field }));
  });
});
