import { type CaseState, containsPersonalIdentityCode } from '@app/contracts';
import { DomainError } from '@app/kernel';

/** Number of a case as people say it: `OT-2027-0042`. */
export function caseNumber(year: number, ordinal: number): string {
  return `OT-${year}-${String(ordinal).padStart(4, '0')}`;
}

/** The year of a moment in Finland, which the number of a case carries. */
export function numberingYear(at: Date): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone: 'Europe/Helsinki', year: 'numeric' }).format(at));
}

/** A closed case is not shared or re-titled any more; booking it opens it again. */
export function isOpen(state: CaseState): boolean {
  return state !== 'closed';
}

/**
 * Refuses texts that carry a personal identity code.
 * @param texts by the path of the field in the request
 * @throws {DomainError} `text.personal_identity_code` naming every field
 */
export function refuseIdentityCodes(texts: Readonly<Record<string, string | undefined>>): void {
  const fields = Object.entries(texts)
    .filter(([, text]) => text !== undefined && containsPersonalIdentityCode(text))
    .map(([path]) => ({ path, message: 'contains a personal identity code' }));
  if (fields.length > 0) throw new DomainError('text.personal_identity_code', { fields });
}
