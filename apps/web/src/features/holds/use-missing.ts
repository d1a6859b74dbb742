import type { Hold } from '@app/contracts';
import { useReferenceNames } from '../../api/reference.js';

/** What a held time lacks, in words: roles with their seats, and required people; and who has not answered it and could. */
export function useMissing(hold: Hold, time: Hold['times'][number]): { missing: string[]; unanswered: string[] } {
  const names = useReferenceNames();
  const nameOf = (id: string) => hold.people.find(({ personId }) => personId === id)?.name ?? '';
  const roles = (time.standing?.roles ?? []).filter(({ have, k, required }) => required && have < k).map(({ role, have, k }) => (k === 1 ? names.profession(role) : `${names.profession(role)} ${have}/${k}`));
  const unanswered = hold.people.filter(({ standing, times }) => standing === 'asked' && times.some(({ timeId, answer, held }) => timeId === time.id && answer === null && held)).map(({ name }) => name);
  return { missing: [...roles, ...(time.standing?.missingPersonIds ?? []).map(nameOf)], unanswered };
}
