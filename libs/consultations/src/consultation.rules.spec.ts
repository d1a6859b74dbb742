import { describe, expect, it } from '@jest/globals';
import type { Partstat } from '@app/contracts';
import { accessUntil, after, caseStateOf, hasAccepted, moderates, opensAt, partstatAfterMove, seatOf, type Step } from './consultation.rules.js';

describe('transitions', () => {
  const expected: Record<Step, Record<string, string | null>> = {
    move: { booked: 'booked', in_session: null, ended: null, cancelled: null },
    cancel: { booked: 'cancelled', in_session: null, ended: null, cancelled: null },
    respond: { booked: 'booked', in_session: 'in_session', ended: null, cancelled: null },
    start: { booked: 'in_session', in_session: null, ended: null, cancelled: null },
    end: { booked: 'ended', in_session: 'ended', ended: null, cancelled: null },
  };

  it.each(Object.entries(expected))('%s leads where it should', (step, table) => {
    for (const [from, to] of Object.entries(table)) expect(after(step as Step, from as 'booked')).toBe(to);
  });
});

describe('seatOf', () => {
  const seating = { owners: ['anna', 'bo'], bookedBy: 'anna', coordinators: ['kaisa', 'kim'] };
  const seats = (people: string[], changes = {}) => {
    const seat = seatOf(people, { ...seating, ...changes });
    return Object.fromEntries(people.map((person) => [person, seat(person)]));
  };

  it('lets the booker chair when no coordinator takes part', () => {
    expect(seats(['anna', 'bo', 'eero'])).toEqual({ anna: 'chair', bo: 'requester', eero: 'expert' });
  });

  it('lets a coordinator of the centre chair who takes part', () => {
    expect(seats(['anna', 'kim', 'eero'])).toEqual({ anna: 'requester', kim: 'chair', eero: 'expert' });
  });

  it('prefers the coordinator who booked', () => {
    expect(seats(['anna', 'kaisa', 'kim'], { bookedBy: 'kim' })).toEqual({ anna: 'requester', kaisa: 'coordinator', kim: 'chair' });
  });

  it('lets the first owner chair when a coordinator booked without taking part', () => {
    expect(seats(['anna', 'eero'], { bookedBy: 'kaisa' })).toEqual({ anna: 'chair', eero: 'expert' });
  });
});

describe('access of participants', () => {
  const answers: Partstat[] = ['needs-action', 'accepted', 'declined', 'tentative'];

  it('lets guests in only after accepting, owners and the booker unless they have declined', () => {
    expect(answers.filter((partstat) => hasAccepted({ partstat }, false))).toEqual(['accepted']);
    expect(answers.filter((partstat) => hasAccepted({ partstat }, true))).toEqual(['needs-action', 'accepted', 'tentative']);
  });

  it('asks guests again after a move, but nobody who has declined', () => {
    const who = { owners: ['anna'], bookedBy: 'kaisa' };
    expect(answers.map((partstat) => partstatAfterMove({ personId: 'eero', partstat }, who))).toEqual(['needs-action', 'needs-action', 'declined', 'needs-action']);
    expect(partstatAfterMove({ personId: 'anna', partstat: 'tentative' }, who)).toBe('accepted');
    expect(partstatAfterMove({ personId: 'kaisa', partstat: 'accepted' }, who)).toBe('accepted');
  });

  it('makes chair, coordinators and owners moderators', () => {
    expect((['chair', 'requester', 'coordinator', 'expert'] as const).filter((seat) => moderates({ seat }, false))).toEqual(['chair', 'coordinator']);
    expect(moderates({ seat: 'requester' }, true)).toBe(true);
  });

  it('ends access so many days after the meeting on the clock of the centre', () => {
    expect(accessUntil(new Date('2027-03-18T08:00:00Z'), 14, 'Europe/Helsinki').toISOString()).toBe('2027-04-01T07:00:00.000Z');
  });
});

describe('opensAt', () => {
  const startsAt = new Date('2027-03-18T07:00:00Z');

  it('is a quarter of an hour before the start, or earlier when somebody opened the door', () => {
    expect(opensAt({ startsAt, openedAt: null }).toISOString()).toBe('2027-03-18T06:45:00.000Z');
    expect(opensAt({ startsAt, openedAt: new Date('2027-03-18T06:00:00Z') }).toISOString()).toBe('2027-03-18T06:00:00.000Z');
  });
});

describe('caseStateOf', () => {
  it.each([
    [['booked', 'in_session', 'ended'], 'in_session'],
    [['cancelled', 'ended', 'booked'], 'booked'],
    [['cancelled', 'ended'], 'closed'],
    [['cancelled'], 'submitted'],
    [[], 'submitted'],
  ] as const)('%j makes it %s', (states, state) => {
    expect(caseStateOf(states)).toBe(state);
  });
});
