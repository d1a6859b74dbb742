import { describe, expect, it } from '@jest/globals';
import { asFixed, bookingOf, changeRole, emptyPanel, inRole, isComplete, needsOf, panelNeedsOf, peopleOf, seatsAt, unfilledAt, withoutPerson, withoutRole, withPerson, withRole } from './panel.js';

const words = { fi: '', sv: '', en: '' };
const person = (personId: string, code: string | null) => ({ personId, profession: code === null ? null : { code, name: words } });
const lawyers = [person('anna', 'LAW'), person('bo', 'LAW')].reduce(withPerson, emptyPanel);

describe('a panel', () => {
  it('asks everybody of one profession for one seat of it', () => {
    expect(needsOf(lawyers)).toEqual([{ role: 'LAW', k: 1, required: true, candidates: ['anna', 'bo'] }]);
  });

  it('wants somebody without a profession whatever the role', () => {
    expect(withPerson(emptyPanel, person('cia', null)).fixed).toEqual([{ personId: 'cia', required: true }]);
  });

  it('adds nobody twice', () => {
    expect(withPerson(lawyers, person('anna', 'LAW'))).toBe(lawyers);
  });

  it('searches no role that nobody could take', () => {
    expect(needsOf(withRole(lawyers, 'PED')).map(({ role }) => role)).toEqual(['LAW']);
  });

  it('lets somebody be a candidate of two roles, and forgets them in both', () => {
    const dual = inRole(withRole(lawyers, 'PED'), 'PED', 'anna', 'candidate');
    expect(needsOf(dual).map(({ candidates }) => candidates)).toEqual([['anna', 'bo'], ['anna']]);
    expect(peopleOf(withoutPerson(dual, 'anna'))).toEqual(['bo']);
  });

  it('keeps nobody as a substitute who is asked anyway', () => {
    const panel = inRole(inRole(withRole(lawyers, 'PED'), 'PED', 'anna', 'substitute'), 'PED', 'cia', 'candidate');
    expect(panelNeedsOf(panel).at(-1)).toEqual({ role: 'PED', k: 1, required: true, candidates: ['cia'], substitutes: [] });
  });

  it('keeps those who have another place when a role goes', () => {
    const kept = asFixed(lawyers, 'bo', 'optional');
    expect(withoutRole(kept, 'LAW')).toEqual({ members: ['bo'], roles: [], fixed: [{ personId: 'bo', required: false }] });
  });
});

describe('bookingOf', () => {
  it('invites those in the seats and those wanted anyway, each once', () => {
    const panel = asFixed(lawyers, 'bo', 'required');
    expect(bookingOf(panel, [{ role: 'LAW', personIds: ['bo'] }])).toEqual({
      participants: [{ personId: 'bo', required: true }],
      needs: [{ role: 'LAW', k: 1, required: true, candidates: ['bo'], substitutes: [] }],
    });
  });

  it('leaves out an optional role that stays open', () => {
    expect(bookingOf(changeRole(lawyers, 'LAW', { required: false }), [{ role: 'LAW', personIds: [] }])).toEqual({ participants: [], needs: [] });
  });
});

describe('a time', () => {
  const panel = changeRole(withRole(changeRole(lawyers, 'LAW', { required: false }), 'PED'), 'PED', { required: false });

  it('lacks a required role that nobody could take yet', () => {
    expect(unfilledAt(changeRole(panel, 'PED', { required: true }), { seats: [{ role: 'LAW', personIds: ['anna'] }] })).toEqual(['PED']);
  });

  it('lacks an optional role whose seats stay open, and none that nobody could take yet', () => {
    expect(unfilledAt(panel, { seats: [{ role: 'LAW', personIds: [] }] })).toEqual(['LAW']);
    expect(unfilledAt(panel, { seats: [{ role: 'LAW', personIds: ['anna'] }] })).toEqual([]);
  });

  it('suits everybody only when no role and no person is missing', () => {
    const seats = [{ role: 'LAW', personIds: ['anna'] }];
    expect(isComplete(panel, { seats, missing: [] })).toBe(true);
    expect(isComplete(panel, { seats, missing: ['bo'] })).toBe(false);
    expect(isComplete(panel, { seats: [{ role: 'LAW', personIds: [] }], missing: [] })).toBe(false);
  });
});

describe('seatsAt', () => {
  it('prefers those who are free and gives nobody two seats', () => {
    const dual = inRole(withRole(lawyers, 'PED'), 'PED', 'bo', 'candidate');
    expect(seatsAt(dual, (id) => id === 'bo')).toEqual([
      { role: 'LAW', personIds: ['bo'] },
      { role: 'PED', personIds: [] },
    ]);
  });
});
