import type { MeetingSnapshot, RosterEntry } from '@app/contracts';
import { Mic, MicOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { NameLines } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import type { RoomDialog } from './room.js';
import { useSeatWords } from './seat-words.js';
import { useMedia } from './session-context.js';
import { useModeration } from './use-moderation.js';

const groups = ['admitted', 'waiting', 'away', 'turnedAway'] as const;
type Group = (typeof groups)[number];

const groupOf = ({ admission }: RosterEntry): Group => (admission === 'denied' || admission === 'removed' ? 'turnedAway' : admission);

interface RosterProps {
  snapshot: MeetingSnapshot;
  onDialog: (dialog: RoomDialog) => void;
}

/** Everybody invited, by where they are; moderators act on each. */
export function Roster({ snapshot, onDialog }: RosterProps) {
  const { t } = useTranslation('meeting');
  const { moderator } = snapshot.my;
  return (
    <div className="roster">
      {groups.map((group) => {
        const people = snapshot.roster.filter((person) => groupOf(person) === group);
        if (people.length === 0) return null;
        return (
          <section key={group} data-group={group}>
            <h3>{t(`roster.${group}`, { count: people.length })}</h3>
            <ul>
              {people.map((person) => (
                <Person key={person.participationId} person={person} own={person.participationId === snapshot.my.participationId} moderator={moderator} onDialog={onDialog} />
              ))}
            </ul>
            {group === 'waiting' && moderator && <WaitingActions onMessage={() => onDialog({ name: 'message' })} />}
          </section>
        );
      })}
      {moderator && (
        <div className="roster-end">
          <Button kind="destructive" onClick={() => onDialog({ name: 'end' })}>{t('control.end')}</Button>
        </div>
      )}
    </div>
  );
}

function WaitingActions({ onMessage }: { onMessage: () => void }) {
  const { t } = useTranslation('meeting');
  const { admitAll } = useModeration();
  return (
    <div className="seat-actions">
      <Button kind="filled" size="compact" onClick={admitAll}>{t('seat.admitAll')}</Button>
      <Button size="compact" onClick={onMessage}>{t('seat.message')}</Button>
    </div>
  );
}

interface PersonProps {
  person: RosterEntry;
  own: boolean;
  moderator: boolean;
  onDialog: (dialog: RoomDialog) => void;
}

function Person({ person, own, moderator, onDialog }: PersonProps) {
  const { t } = useTranslation('meeting');
  const describe = useSeatWords();
  const { participants } = useMedia();
  const { admit, deny, mute } = useModeration();
  const { participationId: id, name } = person;
  const group = groupOf(person);
  const tiles = participants.filter((one) => one.participationId === id);
  const speaks = tiles.some(({ micOn }) => micOn);
  const acts = moderator && !own;
  return (
    <li data-person={id} data-admission={person.admission}>
      <NameLines name={own ? t('youNamed', { name }) : name} detail={describe(person)} />
      {group === 'admitted' && tiles.length > 0 && <Status tone="calm" icon={speaks ? Mic : MicOff}>{t(speaks ? 'tile.micOn' : 'tile.micOff')}</Status>}
      {acts && (
        <span className="roster-actions">
          {group === 'admitted' && speaks && <Button size="compact" aria-label={t('roster.muteNamed', { name })} onClick={() => mute(id)}>{t('roster.mute')}</Button>}
          {group === 'admitted' && !person.moderator && (
            <Button kind="destructive" size="compact" aria-label={t('roster.removeNamed', { name })} onClick={() => onDialog({ name: 'remove', person })}>{t('roster.remove')}</Button>
          )}
          {(group === 'waiting' || group === 'turnedAway') && <Button size="compact" aria-label={t('seat.admitNamed', { name })} onClick={() => admit(id)}>{t('seat.admit')}</Button>}
          {group === 'waiting' && !person.moderator && <Button kind="destructive" size="compact" aria-label={t('seat.denyNamed', { name })} onClick={() => deny(id)}>{t('seat.deny')}</Button>}
        </span>
      )}
    </li>
  );
}
