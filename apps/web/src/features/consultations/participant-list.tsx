import type { Participant, Partstat } from '@app/contracts';
import { CircleCheck, CircleDashed, CircleHelp, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useReferenceNames } from '../../api/reference.js';
import { Button } from '../../components/button.js';
import { NameLines } from '../../components/panel.js';
import { Status, type Tone } from '../../components/status.js';
import { usePersonWords } from '../person-words.js';

const looks = {
  accepted: { tone: 'ok', icon: CircleCheck },
  declined: { tone: 'bad', icon: CircleX },
  tentative: { tone: 'warn', icon: CircleHelp },
  'needs-action': { tone: 'calm', icon: CircleDashed },
} as const satisfies Record<Partstat, { tone: Tone; icon: typeof CircleCheck }>;

/** Who leads first, then who asks, then the experts. */
const seats = ['chair', 'requester', 'coordinator', 'expert'] as const;

interface ParticipantListProps {
  people: readonly Participant[];
  ownId: string;
  /** Whether answers still matter. */
  answers: boolean;
  /** Looks for somebody else in the place of an expert; null for those who may not. */
  onReplace: ((person: Participant) => void) | null;
}

/** Who takes part, as what, and what each has answered. */
export function ParticipantList({ people, ownId, answers, onReplace }: ParticipantListProps) {
  const { t } = useTranslation('consultations');
  const describe = usePersonWords();
  const names = useReferenceNames();
  // Said only where it is another one than the person's own profession.
  const roleOf = ({ role, profession }: Participant) => (role === null || role === profession?.code ? '' : t('inRole', { role: names.profession(role) }));
  return (
    <ul className="participants">
      {[...people].sort((one, other) => seats.indexOf(one.seat) - seats.indexOf(other.seat)).map((person) => (
        <li key={person.participationId}>
          <NameLines
            name={person.personId === ownId ? t('you', { name: person.name }) : person.name}
            detail={[describe(person), roleOf(person), person.seat === 'expert' ? '' : t(`seat.${person.seat}`), person.required ? '' : t('optional')].filter(Boolean).join(', ')}
          />
          {onReplace !== null && person.seat === 'expert' && <Button kind="text" size="compact" aria-label={t('replace.openNamed', { name: person.name })} onClick={() => onReplace(person)}>{t('replace.open')}</Button>}
          {answers && <Status {...looks[person.partstat]}>{t(`partstat.${person.partstat}`)}</Status>}
        </li>
      ))}
    </ul>
  );
}
