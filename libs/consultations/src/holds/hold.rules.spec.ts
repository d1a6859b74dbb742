import { describe, expect, it } from '@jest/globals';
import type { TimeAnswer } from '@app/contracts';
import { decide, holdExpiry, lackOf, type Panel, placesAt } from './hold.rules.js';

type Said = TimeAnswer | 'waiting' | 'busy';

/** People by letter: upper case required, lower case a candidate, digits substitutes; answers per time. */
function panel(needs: readonly { role: string; k?: number; required?: boolean; of: string }[], times: readonly Record<string, Said>[], substitutes = ''): Panel {
  const asked = [...new Set(times.flatMap((time) => Object.keys(time)))];
  const person = (personId: string, standing: 'in' | 'substitute', at: number) => ({
    personId,
    required: personId !== personId.toLowerCase(),
    standing,
    respondedAt: new Date(at),
  });
  return {
    needs: needs.map(({ role, k = 1, required = true, of }) => ({ id: `need-${role}`, role, k, required, candidates: [...of] })),
    people: [...asked.map((id, at) => person(id, 'in', at)), ...[...substitutes].map((id, at) => person(id, 'substitute', at))],
    times: times.map((time, index) => ({
      id: `t${index + 1}`,
      answers: new Map(
        Object.entries(time).map(([id, said]) => [id, { answer: said === 'waiting' || said === 'busy' ? null : said, held: said !== 'busy' && said !== 'no' }]),
      ),
    })),
  };
}

const law = { role: 'LAW', of: 'ab' };

describe('decide', () => {
  it.each<[string, Panel, ReturnType<typeof decide>]>([
    ['waits while answers are to come', panel([law], [{ R: 'works', a: 'waiting' }]), { kind: 'wait' }],
    ['confirms the first time everybody needed is in', panel([law], [{ R: 'works', a: 'no' }, { R: 'works', a: 'works' }]), { kind: 'confirm', timeId: 't2' }],
    ['takes the earlier of two complete times', panel([law], [{ R: 'works', a: 'works' }, { R: 'works', a: 'works' }]), { kind: 'confirm', timeId: 't1' }],
    ['needs one of several candidates', panel([law], [{ R: 'works', a: 'no', b: 'works' }]), { kind: 'confirm', timeId: 't1' }],
    ['does not wait for a candidate whose seat is taken', panel([law], [{ R: 'works', a: 'waiting', b: 'works' }]), { kind: 'confirm', timeId: 't1' }],
    ['needs as many as the role wants', panel([{ ...law, k: 2 }], [{ R: 'works', a: 'waiting', b: 'works' }]), { kind: 'wait' }],
    ['seats nobody twice', panel([law, { role: 'PSY', of: 'a' }], [{ R: 'works', a: 'works', b: 'waiting' }]), { kind: 'wait' }],
    ['does not need an optional role', panel([law, { role: 'PSY', of: 'c', required: false }], [{ R: 'works', a: 'works', c: 'no' }]), { kind: 'confirm', timeId: 't1' }],
    ['waits for everybody required', panel([law], [{ R: 'waiting', a: 'works' }]), { kind: 'wait' }],
    ['keeps if-needed back while a time may do without it', panel([law], [{ R: 'works', a: 'if_needed' }, { R: 'works', a: 'waiting' }]), { kind: 'wait' }],
    ['takes if-needed when no time does without it', panel([law], [{ R: 'works', a: 'if_needed' }, { R: 'works', a: 'no' }]), { kind: 'confirm', timeId: 't1' }],
    ['takes the time that strains fewest', panel([law], [{ R: 'if_needed', a: 'if_needed' }, { R: 'works', a: 'if_needed' }]), { kind: 'confirm', timeId: 't2' }],
    ['waits for the others before if-needed counts', panel([law], [{ R: 'waiting', a: 'if_needed' }]), { kind: 'wait' }],
    ['takes who is not free for a no', panel([law], [{ R: 'works', a: 'busy' }]), { kind: 'stuck' }],
    ['asks the substitutes of a role that nobody asked can fill', panel([{ ...law, of: 'ab12' }], [{ R: 'works', a: 'no', b: 'no' }], '123'), { kind: 'ask', personIds: ['1', '2'] }],
    ['asks no substitute while somebody may still say yes', panel([{ ...law, of: 'ab1' }], [{ R: 'works', a: 'no', b: 'waiting' }], '1'), { kind: 'wait' }],
    ['has nobody to ask for a required person', panel([{ ...law, of: 'a1' }], [{ R: 'no', a: 'works' }], '1'), { kind: 'stuck' }],
  ])('%s', (_name, given, wanted) => expect(decide(given)).toEqual(wanted));
});

describe('placesAt', () => {
  const placed = (given: Panel, byHand = false) =>
    Object.fromEntries(placesAt(given, given.times[0]!, byHand).places.map(({ personId, ...place }) => [personId, place]));

  it('seats who answered first and stands the others down', () => {
    const places = placed(panel([law], [{ R: 'works', a: 'works', b: 'works' }]));
    expect(places['a']).toEqual({ standing: 'in', needId: 'need-LAW', partstat: 'accepted', takesTime: true });
    expect(places['b']).toEqual({ standing: 'stood_down', needId: null, partstat: 'accepted', takesTime: false });
    expect(places['R']).toMatchObject({ standing: 'in', needId: null, partstat: 'accepted' });
  });

  it('prefers works to if-needed', () => {
    const places = placed(panel([law], [{ R: 'works', a: 'if_needed', b: 'works' }]));
    expect([places['a']?.standing, places['b']?.needId]).toEqual(['stood_down', 'need-LAW']);
  });

  it('invites those who have not answered to a time confirmed by hand', () => {
    const places = placed(panel([law], [{ R: 'waiting', a: 'waiting' }]), true);
    expect(places['a']).toEqual({ standing: 'in', needId: 'need-LAW', partstat: 'needs-action', takesTime: true });
    expect(places['R']).toEqual({ standing: 'in', needId: null, partstat: 'needs-action', takesTime: true });
  });

  it('goes on inviting to the open seat of an optional role', () => {
    const places = placed(panel([{ ...law, required: false }], [{ R: 'works', a: 'waiting', b: 'no' }]));
    expect(places['a']).toMatchObject({ standing: 'in', needId: 'need-LAW', partstat: 'needs-action' });
    expect(places['b']).toMatchObject({ standing: 'stood_down' });
  });

  it('keeps optional people who said no as declined, and those who were not free as invited', () => {
    const places = placed(panel([law], [{ R: 'works', a: 'works', x: 'no', y: 'busy' }]));
    expect(places['x']).toEqual({ standing: 'in', needId: null, partstat: 'declined', takesTime: false });
    expect(places['y']).toEqual({ standing: 'in', needId: null, partstat: 'needs-action', takesTime: false });
  });

  it('says what a time confirmed by hand would lack', () => {
    const given = panel([law], [{ R: 'no', a: 'no' }]);
    expect(placesAt(given, given.times[0]!, true).lack).toEqual({ roles: ['LAW'], personIds: ['R'] });
    expect(lackOf(given, ['R', 'a'])).toEqual({ roles: [], personIds: [] });
  });
});

describe('holdExpiry', () => {
  const thursday = new Date('2027-03-18T10:00:00Z');
  const far = new Date('2027-06-01T07:00:00Z');

  it('counts working days on the wall clock of the centre, across the change of summer time', () => {
    expect(holdExpiry(new Date('2027-03-24T10:00:00Z'), far, 5, 'Europe/Helsinki', []).toISOString()).toBe('2027-03-31T09:00:00.000Z');
  });

  it('leaves out days on which the centre is closed', () => {
    const closed = [{ start: Date.parse('2027-03-18T22:00:00Z'), end: Date.parse('2027-03-19T22:00:00Z') }];
    expect(holdExpiry(thursday, far, 1, 'Europe/Helsinki', []).toISOString()).toBe('2027-03-19T10:00:00.000Z');
    expect(holdExpiry(thursday, far, 1, 'Europe/Helsinki', closed).toISOString()).toBe('2027-03-22T10:00:00.000Z');
  });

  it('ends a day before the first time at the latest', () => {
    expect(holdExpiry(thursday, new Date('2027-03-20T07:00:00Z'), 5, 'Europe/Helsinki', []).toISOString()).toBe('2027-03-19T07:00:00.000Z');
  });
});
