import type { Participant, Partstat } from '@app/contracts';
import { CircleCheck, CircleDashed, CircleHelp, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
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
}

/** Who takes part, as what, and what each has answered. */
export function ParticipantList({ people, ownId, answers }: ParticipantListProps) {
  const { t } = useTranslation('consultations');
  const describe = usePersonWords();
  return (
    <ul className="participants">
      {[...people].sort((one, other) => seats.indexOf(one.seat) - seats.indexOf(other.seat)).map((person) => (
        <li key={person.participationId}>
          <NameLines
            name={person.personId === ownId ? t('you', { name: person.name }) : person.name}
            detail={[describe(person), person.seat === 'expert' ? '' : t(`seat.${person.seat}`), person.required ? '' : t('optional')].filter(Boolean).join(', ')}
          />
          {answers && <Status {...looks[person.partstat]}>{t(`partstat.${person.partstat}`)}</Status>}
        </li>
      ))}
    </ul>
  );
}
