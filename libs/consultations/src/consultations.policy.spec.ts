import { describe, expect, it } from '@jest/globals';
import type { CaseRelation } from '@app/contracts';
import type { Actor } from '@app/platform';
import { type ConsultationFacts, mayListConsultations, mayManageConsultation, mayOverride, mayReadConsultation, mayRespond, ruleOf, seesPeople, seesTitle } from './consultations.policy.js';

interface Standing {
  readonly relations?: CaseRelation[];
  readonly coordinates?: boolean;
  readonly booker?: boolean;
  readonly takesPart?: boolean;
}

function facts({ relations = [], coordinates = false, booker = false, takesPart = false }: Standing, state = 'booked'): ConsultationFacts {
  const me = takesPart ? { id: 'p', personId: 'me', partstat: 'needs-action' } : null;
  return { booker, me, onCase: { header: { state }, relations, coordinates } } as unknown as ConsultationFacts;
}

const stranger = {};
const invited: Standing = { takesPart: true, relations: ['invited'] };
const declined: Standing = { takesPart: true };
const expert: Standing = { takesPart: true, relations: ['expert'] };
const owner: Standing = { relations: ['owner'], takesPart: true };
const coOwner: Standing = { relations: ['owner'] };
const booker: Standing = { booker: true };
const coordinator: Standing = { coordinates: true };

/** What each standing gets: `read manage respond people title`. */
const matrix: [string, Standing, string][] = [
  ['a stranger', stranger, '404 404 404 - -'],
  ['somebody invited', invited, 'yes 403 yes - -'],
  ['somebody who has declined', declined, 'yes 403 yes - -'],
  ['an expert who has accepted', expert, 'yes 403 yes people title'],
  ['an owner who takes part', owner, 'yes yes yes people title'],
  ['an owner who does not take part', coOwner, 'yes yes 403 people title'],
  ['who booked it', booker, 'yes yes 403 people -'],
  ['a coordinator of the centre', coordinator, 'yes yes 403 people -'],
];

const word = (decision: ReturnType<typeof mayReadConsultation>) => (decision.allow ? 'yes' : decision.as === 'not_found' ? '404' : '403');

describe('access to a consultation', () => {
  it.each(matrix)('of %s', (_, standing, expected) => {
    const known = facts(standing);
    const seen = [seesPeople(known) ? 'people' : '-', seesTitle(known) ? 'title' : '-'];
    expect([word(mayReadConsultation(known)), word(mayManageConsultation(known)), word(mayRespond(known)), ...seen].join(' ')).toBe(expected);
  });

  it('hides what does not exist in the same way', () => {
    expect([mayReadConsultation(null), mayManageConsultation(null), mayRespond(null)].map(word)).toEqual(['404', '404', '404']);
  });

  it('shows the title to coordinators only while they triage', () => {
    expect(seesTitle(facts(coordinator, 'submitted'))).toBe(true);
    expect(seesTitle(facts(coordinator, 'in_session'))).toBe(false);
    expect(seesTitle(facts({ ...coordinator, relations: ['coordinator'] }, 'in_session'))).toBe(true);
  });

  it('lets only coordinators of the centre book outside hours and notice', () => {
    expect(mayOverride(facts(coordinator).onCase).allow).toBe(true);
    expect(word(mayOverride(facts(owner).onCase))).toBe('403');
  });

  it('names the ground of access', () => {
    expect([owner, coordinator, booker, declined].map((standing) => ruleOf(facts(standing)))).toEqual(['owner', 'coordinator', 'booker', 'participant']);
  });
});

describe('lists', () => {
  const actor = (changes: Partial<Actor>): Actor => ({ personId: 'me', sessionId: 's', centreId: 'c', roles: [], language: 'fi', timeZone: 'Europe/Helsinki', ...changes });

  it('shows a centre only to its coordinators', () => {
    expect(mayListConsultations(actor({}), 'mine').allow).toBe(true);
    expect(word(mayListConsultations(actor({ roles: [{ role: 'professional', centreId: 'c' }] }), 'centre'))).toBe('403');
    expect(mayListConsultations(actor({ roles: [{ role: 'coordinator', centreId: 'c' }] }), 'centre').allow).toBe(true);
    expect(word(mayListConsultations(actor({ roles: [{ role: 'coordinator', centreId: 'other' }] }), 'centre'))).toBe('403');
    expect(word(mayListConsultations(actor({ centreId: null, roles: [{ role: 'coordinator', centreId: 'c' }] }), 'centre'))).toBe('403');
  });
});
