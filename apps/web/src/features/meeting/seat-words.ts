import type { PersonCard, Seat } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { usePersonWords } from '../person-words.js';

/** `lastenpsykiatri, Pirkanmaa`, and before it what the person chairs or asks. */
export function useSeatWords(): (person: PersonCard & { seat: Seat }) => string {
  const { t } = useTranslation('meeting');
  const describe = usePersonWords();
  return (person) => (person.seat === 'chair' ? `${describe(person)}, ${t('chair')}` : describe(person));
}
