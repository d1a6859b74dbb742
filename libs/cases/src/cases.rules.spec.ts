import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@app/kernel';
import { caseNumber, isOpen, numberingYear, refuseIdentityCodes } from './cases.rules.js';

describe('the number of a case', () => {
  it.each([
    [2027, 1, 'OT-2027-0001'],
    [2027, 9999, 'OT-2027-9999'],
    [2028, 10_000, 'OT-2028-10000'],
  ])('%i, %i', (year, ordinal, expected) => expect(caseNumber(year, ordinal)).toBe(expected));

  it.each([
    ['2027-12-31T21:59:59.999Z', 2027],
    ['2027-12-31T22:00:00.000Z', 2028],
  ])('carries the Finnish year of %s', (at, year) => expect(numberingYear(new Date(at))).toBe(year));
});

describe('personal identity codes', () => {
  it('are refused with every field that has one', () => {
    const texts = { title: 'Matti 131052-308T', question: 'Miten edetä?', 'sections.hopes': '010114A901X toivoo', 'sections.tried': undefined };
    let refusal: unknown;
    try {
      refuseIdentityCodes(texts);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(DomainError);
    expect((refusal as DomainError).code).toBe('text.personal_identity_code');
    expect((refusal as DomainError).details.fields?.map(({ path }) => path)).toEqual(['title', 'sections.hopes']);
  });

  it.each(['-', '‐', '‑', '–', '—', '−', '－', '﹣', '⁃', '➖', ' - ', '\u00a0–\u2009', '\u00ad-', '-\u200b', '\u2060-', '--', '\u034f-', '-\ufe0f', '\u3164-', 'A', ' A ', 'a ', ' Ａ', '\u00a0Y'])('are not hidden by "%s"', (sign) =>
    expect(() => refuseIdentityCodes({ title: `131052${sign}308T` })).toThrow(DomainError),
  );

  it.each(['13 10 52-308T', '131052-308 T', '１３１０５２－３０８Ｔ', '13\u00a010\u00a052 A 308 T'])('are not hidden by spaces inside: "%s"', (code) =>
    expect(() => refuseIdentityCodes({ title: code })).toThrow(DomainError),
  );

  it.each(['Puhelin 040 1234567, 12.3.2027 klo 9–10', 'Ajalla 010127–310127', 'Välillä 250 000–300 000 euroa', 'Tunnus 01a21422-37c3-703b-87ef-c2ee8b3dda13'])('are not seen where there are none: "%s"', (title) =>
    expect(() => refuseIdentityCodes({ title })).not.toThrow(),
  );
});

it('takes every state but the last for open', () => expect((['submitted', 'booked', 'in_session', 'closed'] as const).map(isOpen)).toEqual([true, true, true, false]));
