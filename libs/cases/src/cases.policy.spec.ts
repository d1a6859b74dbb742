import { describe, expect, it } from '@jest/globals';
import type { AssignmentRole, CaseRelation, CaseState } from '@app/contracts';
import type { Actor, Decision } from '@app/platform';
import { type CaseFacts, mayBookCase, mayCreateCase, mayEditCase, mayManageCase, mayReadCase, relationOf, seesContent } from './cases.policy.js';

const yes = 'yes';
const direct = { directBooking: true };

function facts(relations: CaseRelation[], state: CaseState = 'submitted', coordinates = false): CaseFacts {
  return {
    header: {
      id: '1', number: 'OT-2027-0001', centreId: 'c', countyCode: 'lappi', themes: ['T11'], ageBand: '7-9', language: 'fi',
      state, version: 1, createdBy: 'p', createdAt: new Date(0),
    },
    relations,
    coordinates,
  };
}

function said(decision: Decision): string {
  return decision.allow ? yes : (decision.code ?? decision.as);
}

describe('access to a case', () => {
  const strangers = facts([]);
  it.each<[string, CaseFacts | null, { relation: CaseRelation | null; content: boolean; read: string; edit: string; manage: string; book: string }]>([
    ['nobody knows the case', null, { relation: null, content: false, read: 'not_found', edit: 'not_found', manage: 'not_found', book: 'not_found' }],
    ['a stranger', strangers, { relation: null, content: false, read: 'not_found', edit: 'not_found', manage: 'not_found', book: 'not_found' }],
    ['an owner', facts(['owner']), { relation: 'owner', content: true, read: yes, edit: yes, manage: yes, book: yes }],
    ['an owner of a closed case', facts(['owner'], 'closed'), { relation: 'owner', content: true, read: yes, edit: yes, manage: yes, book: yes }],
    ['an accepted expert', facts(['expert']), { relation: 'expert', content: true, read: yes, edit: yes, manage: 'forbidden', book: 'forbidden' }],
    ['an accepted expert of a closed case', facts(['expert'], 'closed'), { relation: 'expert', content: true, read: yes, edit: 'forbidden', manage: 'forbidden', book: 'forbidden' }],
    ['an invited expert', facts(['invited']), { relation: 'invited', content: false, read: yes, edit: 'forbidden', manage: 'forbidden', book: 'forbidden' }],
    ['an owner who is invited too', facts(['invited', 'owner']), { relation: 'owner', content: true, read: yes, edit: yes, manage: yes, book: yes }],
    ['the centre\'s coordinator while triaging', facts([], 'submitted', true), { relation: 'coordinator', content: true, read: yes, edit: yes, manage: yes, book: yes }],
    ['the centre\'s coordinator once booked', facts([], 'booked', true), { relation: 'coordinator', content: false, read: yes, edit: 'forbidden', manage: 'forbidden', book: yes }],
    ['the centre\'s coordinator during the meeting', facts([], 'in_session', true), { relation: 'coordinator', content: false, read: yes, edit: 'forbidden', manage: 'forbidden', book: yes }],
    ['the centre\'s coordinator afterwards', facts([], 'closed', true), { relation: 'coordinator', content: false, read: yes, edit: 'forbidden', manage: 'forbidden', book: yes }],
    ['a coordinator of the case\'s team', facts(['coordinator'], 'in_session', true), { relation: 'coordinator', content: true, read: yes, edit: yes, manage: yes, book: yes }],
    ['an invited coordinator of the centre', facts(['invited'], 'closed', true), { relation: 'coordinator', content: false, read: yes, edit: 'forbidden', manage: 'forbidden', book: yes }],
  ])('%s', (_who, known, expected) => {
    expect({
      relation: known && relationOf(known),
      content: known !== null && seesContent(known),
      read: said(mayReadCase(known)),
      edit: said(mayEditCase(known)),
      manage: said(mayManageCase(known)),
      book: said(mayBookCase(known, direct)),
    }).toEqual(expected);
  });

  it('leaves booking to the coordinator where the centre has switched direct booking off', () => {
    const off = { directBooking: false };
    expect(said(mayBookCase(facts(['owner']), off))).toBe('consultation.direct_booking_off');
    expect(said(mayBookCase(facts(['owner'], 'submitted', true), off))).toBe(yes);
    expect(said(mayBookCase(facts([], 'submitted', true), off))).toBe(yes);
    expect(said(mayBookCase(facts([]), off))).toBe('not_found');
  });
});

describe('opening a case', () => {
  it.each<[AssignmentRole, string]>([
    ['professional', yes],
    ['coordinator', yes],
    ['expert', 'forbidden'],
    ['admin', 'forbidden'],
  ])('%s', (role, expected) => {
    const actor: Actor = { personId: 'p', sessionId: 's', centreId: null, roles: [{ role, centreId: null }], language: 'fi', timeZone: 'Europe/Helsinki' };
    expect(said(mayCreateCase(actor))).toBe(expected);
  });
});
