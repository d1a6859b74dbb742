import type { MeetingSnapshot, RosterEntry } from '@app/contracts';
import { CircleDashed, DoorOpen, MessageSquareText, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { useNow } from '../../components/clock.js';
import { useSeatWords } from './seat-words.js';
import { useModeration } from './use-moderation.js';

interface AbsentSeatProps {
  snapshot: MeetingSnapshot;
  /** Those who wait, who have not come, or whose sound and picture are on their way. */
  missing: readonly RosterEntry[];
  /** One line below the tiles instead of a place among them. */
  strip: boolean;
  onMessage: () => void;
  onShowPeople: () => void;
}

/** The place of those who are not here: who waits at the door, and who is missing. */
export function AbsentSeat({ snapshot, missing, strip, onMessage, onShowPeople }: AbsentSeatProps) {
  const waiting = missing.filter(({ admission }) => admission === 'waiting');
  const away = missing.filter(({ admission }) => admission !== 'waiting');
  return (
    <section className={strip ? 'seat seat-strip' : 'seat'}>
      {waiting.length > 0 && <AtDoor people={waiting} moderator={snapshot.my.moderator} onMessage={onMessage} onShowPeople={onShowPeople} />}
      {away.length > 0 && <NotHere people={away} startsAt={snapshot.startsAt} />}
    </section>
  );
}

interface AtDoorProps {
  people: readonly RosterEntry[];
  moderator: boolean;
  onMessage: () => void;
  onShowPeople: () => void;
}

function AtDoor({ people, moderator, onMessage, onShowPeople }: AtDoorProps) {
  const { t } = useTranslation('meeting');
  const describe = useSeatWords();
  const now = useNow(10_000);
  const { admit, admitAll, deny } = useModeration();
  const minutes = (since: string | null) => (since ? Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 60_000)) : 0);
  const [only] = people.length === 1 ? people : [];
  return (
    <div className="seat-part" data-seat="waiting">
      <h2>
        <DoorOpen size={18} aria-hidden="true" />
        {t('seat.waiting', { count: people.length })}
      </h2>
      <ul>
        {people.map((person) => (
          <li key={person.participationId} data-person={person.participationId}>
            <span>
              <b>{person.name}</b>, {describe(person)}
              {minutes(person.since) > 0 && `, ${t('seat.waitedFor', { count: minutes(person.since) })}`}
            </span>
            {moderator && !only && <Button size="compact" aria-label={t('seat.admitNamed', { name: person.name })} onClick={() => admit(person.participationId)}>{t('seat.admit')}</Button>}
          </li>
        ))}
      </ul>
      {moderator && (
        <div className="seat-actions">
          {only ? (
            <Button kind="filled" size="compact" onClick={() => admit(only.participationId)}>{t('seat.admit')}</Button>
          ) : (
            <Button kind="filled" size="compact" onClick={admitAll}>{t('seat.admitAll')}</Button>
          )}
          <Button size="compact" icon={MessageSquareText} onClick={onMessage}>{t('seat.message')}</Button>
          {only ? (
            !only.moderator && <Button kind="destructive" size="compact" onClick={() => deny(only.participationId)}>{t('seat.deny')}</Button>
          ) : (
            <Button kind="text" size="compact" onClick={onShowPeople}>{t('seat.showAll')}</Button>
          )}
        </div>
      )}
    </div>
  );
}

function NotHere({ people, startsAt }: { people: readonly RosterEntry[]; startsAt: string }) {
  const { t } = useTranslation('meeting');
  const describe = useSeatWords();
  const now = useNow(10_000);
  // Before the start nobody is late.
  const late = Date.parse(startsAt) <= now.getTime() && people.some(({ required, admission }) => required && admission === 'away');
  const Icon = late ? TriangleAlert : CircleDashed;
  return (
    <div className="seat-part" data-seat="missing" data-late={late || undefined}>
      <h2>
        <Icon size={18} aria-hidden="true" />
        {t(late ? 'seat.missing' : 'seat.notYet', { count: people.length })}
      </h2>
      <ul>
        {people.map((person) => (
          <li key={person.participationId} data-person={person.participationId}>
            <span>
              <b>{person.name}</b>, {describe(person)}
              {person.admission === 'admitted' && `: ${t('seat.connecting')}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
