import type { RosterEntry } from '@app/contracts';
import { Mic, MicOff, SignalLow, WifiOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../components/avatar.js';
import { Status } from '../../components/status.js';
import type { ParticipantView } from '../../meeting/media-state.js';
import { useSeatWords } from './seat-words.js';

interface TileProps {
  participant: ParticipantView;
  person: RosterEntry | undefined;
  /** The one that is shown large on a phone. */
  main: boolean;
}

/** One person's picture with the name plate. */
export function Tile({ participant, person, main }: TileProps) {
  const { t } = useTranslation('meeting');
  const describe = useSeatWords();
  const { attach, isLocal, micOn, speaking, connection } = participant;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => (video.current && attach ? attach(video.current) : undefined), [attach]);
  const Microphone = micOn ? Mic : MicOff;
  const name = person?.name ?? '';
  return (
    <li
      className="tile"
      data-tile={participant.participationId}
      data-local={isLocal || undefined}
      data-main={main || undefined}
      data-speaking={(speaking && micOn) || undefined}
      data-mic={micOn ? 'on' : 'off'}
      data-picture={attach ? 'on' : 'off'}
      data-connection={connection}
    >
      {attach ? <video ref={video} autoPlay playsInline muted aria-hidden="true" /> : <Avatar name={name} />}
      {connection !== 'good' && (
        <p className="plate tile-connection">
          <Status tone="warn" icon={connection === 'lost' ? WifiOff : SignalLow}>{t(`tile.${connection}`)}</Status>
        </p>
      )}
      <p className="plate">
        <Microphone size={18} aria-hidden="true" />
        <span className="visually-hidden">{t(micOn ? 'tile.micOn' : 'tile.micOff')}</span>
        <span className="plate-words">
          {isLocal ? (
            <b>{t('you')}</b>
          ) : (
            <>
              <b className="plate-name">{name}</b>
              <b className="plate-short" aria-hidden="true">{name.split(' ').at(-1)}</b>
            </>
          )}
          {person && <span className="plate-detail">{describe(person)}</span>}
        </span>
      </p>
    </li>
  );
}
