import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coverRoles, InvalidSchedulingInputError, type RoleSeats } from './index.js';

const need = (role: string, candidates: string, k = 1, required = true): RoleSeats => ({ role, k, required, candidates: [...candidates] });
const cover = (needs: readonly RoleSeats[], present: string) => {
  const { seats, missing, open } = coverRoles(needs, [...present]);
  return { seats: [...seats].map(([role, people]) => `${role}:${people.join('')}`).join(' '), missing, open };
};

/** Every way to seat the people, tried out: the most required seats, then the most optional ones. */
function best(needs: readonly RoleSeats[], present: readonly string[]): { required: number; optional: number } {
  const left = needs.map(({ k }) => k);
  const from = (index: number): { required: number; optional: number } => {
    if (index === present.length) return { required: 0, optional: 0 };
    let top = from(index + 1);
    needs.forEach(({ candidates, required }, role) => {
      if (left[role] === 0 || !candidates.includes(present[index]!)) return;
      left[role]! -= 1;
      const rest = from(index + 1);
      left[role]! += 1;
      const with_ = required ? { ...rest, required: rest.required + 1 } : { ...rest, optional: rest.optional + 1 };
      if (with_.required > top.required || (with_.required === top.required && with_.optional > top.optional)) top = with_;
    });
    return top;
  };
  return from(0);
}

describe('coverRoles', () => {
  it('gives nobody two seats, however many roles they could take', () => {
    expect(cover([need('doctor', 'a'), need('nurse', 'a')], 'a')).toEqual({ seats: 'doctor:a nurse:', missing: ['nurse'], open: [] });
  });

  it('moves whoever can sit elsewhere for those who cannot', () => {
    expect(cover([need('doctor', 'ab'), need('nurse', 'ac'), need('judge', 'cd')], 'acb').seats).toBe('doctor:b nurse:a judge:c');
  });

  it('seats those named earlier', () => {
    expect(cover([need('doctor', 'abcd', 2)], 'dbca').seats).toBe('doctor:db');
  });

  it('takes nobody from a required role for an optional one, but lets another take over', () => {
    const needs = [need('nurse', 'a', 1, false), need('doctor', 'ab')];
    expect(cover(needs, 'a')).toEqual({ seats: 'nurse: doctor:a', missing: [], open: ['nurse'] });
    expect(cover(needs, 'ab')).toEqual({ seats: 'nurse:a doctor:b', missing: [], open: [] });
  });

  it('leaves out people who are candidates of nothing, and candidates who are not there', () => {
    expect(cover([need('doctor', 'ab', 2)], 'xb')).toEqual({ seats: 'doctor:b', missing: ['doctor'], open: [] });
    expect(cover([], 'ab')).toEqual({ seats: '', missing: [], open: [] });
  });

  it('refuses a role twice, and one without seats', () => {
    expect(() => cover([need('doctor', 'a'), need('doctor', 'b')], 'a')).toThrow(InvalidSchedulingInputError);
    expect(() => cover([need('doctor', 'a', 0)], 'a')).toThrow(expect.objectContaining({ field: 'needs[0].k' }));
  });

  it('fills as many seats as any way of seating does', () => {
    const everybody = [...'abcdefg'];
    const needs = fc.array(fc.record({ k: fc.constantFrom(1, 1, 2), required: fc.boolean(), candidates: fc.subarray(everybody) }), { maxLength: 4 });
    fc.assert(
      fc.property(needs, fc.shuffledSubarray(everybody), (some, present) => {
        const roles = some.map((one, index) => ({ role: `r${index}`, ...one }));
        const { seats, missing, open } = coverRoles(roles, present);
        const taken = (required: boolean) => roles.filter((role) => role.required === required).reduce((sum, { role }) => sum + seats.get(role)!.length, 0);
        expect({ required: taken(true), optional: taken(false) }).toEqual(best(roles, present));
        const sitting = [...seats.values()].flat();
        expect(new Set(sitting).size).toBe(sitting.length);
        for (const { role, k, required, candidates } of roles) {
          const people = seats.get(role)!;
          expect(people.every((id) => candidates.includes(id) && present.includes(id))).toBe(true);
          expect((required ? missing : open).includes(role)).toBe(people.length < k);
          expect(people.length).toBeLessThanOrEqual(k);
        }
      }),
      { numRuns: 500 },
    );
  });
});
