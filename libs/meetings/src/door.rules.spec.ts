import { describe, expect, it } from '@jest/globals';
import { changes, emptyTimeoutSeconds, isOver, phaseOf, standingOnArrival } from './door.rules.js';

const at = (time: string): Date => new Date(`2027-03-18T${time}:00Z`);
const consultation = (state: 'booked' | 'in_session' | 'ended' | 'cancelled') => ({ id: '', caseId: '', state });
const sitting = { id: '', startsAt: at('09:00'), endsAt: at('10:00'), timeZone: 'Europe/Helsinki', centreId: '', sequence: 0, version: 1, openedAt: null };

describe('the door', () => {
  it('opens 15 minutes before the start', () => {
    expect(phaseOf({ consultation: consultation('booked'), sitting }, at('08:44'))).toBe('not_open');
    expect(phaseOf({ consultation: consultation('booked'), sitting }, at('08:45'))).toBe('open');
  });

  it('opens earlier when a moderator opened it, never later', () => {
    const opened = (openedAt: Date) => ({ consultation: consultation('booked'), sitting: { ...sitting, openedAt } });
    expect(phaseOf(opened(at('07:00')), at('07:00'))).toBe('open');
    expect(phaseOf(opened(at('09:30')), at('08:45'))).toBe('open');
  });

  it.each(['ended', 'cancelled'] as const)('is closed for good when the consultation is %s', (state) => {
    expect(phaseOf({ consultation: consultation(state), sitting }, at('09:10'))).toBe('ended');
  });
});

describe('somebody who comes to the door', () => {
  it.each([
    ['waits', null, false, 'waiting'],
    ['is in at once as a moderator', null, true, 'admitted'],
    ['keeps waiting when coming again', { state: 'waiting', decidedBy: null }, false, 'waiting'],
    ['is let in when made a moderator meanwhile', { state: 'waiting', decidedBy: null }, true, 'admitted'],
    ['stays in', { state: 'admitted', decidedBy: 'x' }, false, 'admitted'],
    ['stays denied', { state: 'denied', decidedBy: 'x' }, false, 'denied'],
    ['stays removed', { state: 'removed', decidedBy: 'x' }, false, 'removed'],
    ['starts anew after having declined and accepted again', { state: 'removed', decidedBy: null }, false, 'waiting'],
  ] as const)('%s', (_name, stored, moderator, standing) => {
    expect(standingOnArrival(stored, moderator)).toBe(standing);
  });
});

describe('a decision of a moderator', () => {
  it('changes something only where it makes sense', () => {
    const from = [null, 'waiting', 'admitted', 'denied', 'removed'] as const;
    const table = (['admitted', 'denied', 'removed'] as const).map((to) => from.filter((one) => changes(one, to)));
    expect(table).toEqual([['waiting', 'denied', 'removed'], ['waiting'], ['admitted']]);
  });
});

describe('a meeting nobody ended', () => {
  it.each([
    ['goes on while somebody is in', true, null, '12:00', false],
    ['goes on until an hour past its time', false, at('10:01'), '10:59', false],
    ['goes on until empty for ten minutes', false, at('11:00'), '11:09', false],
    ['is over after both', false, at('11:00'), '11:10', true],
    ['is over when nobody ever came', false, null, '11:00', true],
  ] as const)('%s', (_name, present, emptySince, now, over) => {
    expect(isOver(at('10:00'), present, emptySince, at(now))).toBe(over);
  });
});

describe('an empty media room', () => {
  it('is kept until the end of the slot, five minutes at least', () => {
    expect(emptyTimeoutSeconds(at('10:00'), at('09:00'))).toBe(3_600);
    expect(emptyTimeoutSeconds(at('10:00'), at('10:30'))).toBe(300);
  });
});
