import type { PersonCard } from '@app/contracts';
import { useLocalised } from '../i18n/use-texts.js';

/** `lastenpsykiatri, Pirkanmaa`: what somebody is and where. */
export function usePersonWords(): (person: PersonCard) => string {
  const words = useLocalised();
  return ({ profession, organisation }) => [profession && words(profession.name), words(organisation.name)].filter(Boolean).join(', ');
}
