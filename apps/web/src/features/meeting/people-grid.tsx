import type { MeetingSnapshot } from '@app/contracts';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../meeting/media-state.js';
import { gridLayout } from './grid-layout.js';
import { useMedia } from './session-context.js';
import { Tile } from './tile.js';
import { AbsentSeat } from './absent-seat.js';

const GAP = 8;
/** With more tiles than this the place of those who are not here becomes a strip. */
const SEATS_IN_GRID = 5;

interface PeopleGridProps {
  snapshot: MeetingSnapshot;
  onMessage: () => void;
  onShowPeople: () => void;
}

/** Everybody who is here, and one place for those who are not. */
export function PeopleGrid({ snapshot, onMessage, onShowPeople }: PeopleGridProps) {
  const { t } = useTranslation('meeting');
  const participants = useMedia().participants.filter((one) => !isGone(one, snapshot));
  const main = useMainSpeaker(participants);
  const missing = snapshot.roster.filter(({ participationId, admission }) =>
    admission === 'admitted' ? !participants.some((one) => one.participationId === participationId) : admission === 'waiting' || admission === 'away',
  );
  const strip = participants.length > SEATS_IN_GRID;
  const grid = useRef<HTMLUListElement>(null);
  const area = useSize(grid);
  const { columns, width, height } = gridLayout(Math.max(1, participants.length + (missing.length > 0 && !strip ? 1 : 0)), area, GAP);
  const seat = missing.length > 0 && <AbsentSeat snapshot={snapshot} missing={missing} strip={strip} onMessage={onMessage} onShowPeople={onShowPeople} />;
  return (
    <>
      <ul ref={grid} className="tiles" aria-label={t('room.people')} style={{ '--columns': columns, '--tile-width': `${width}px`, '--tile-height': `${height}px`, '--others': Math.max(1, participants.length - 1) }}>
        {participants.map((participant) => (
          <Tile
            key={participant.id}
            participant={participant}
            person={snapshot.roster.find(({ participationId }) => participationId === participant.participationId)}
            main={participant.id === main}
          />
        ))}
        {!strip && seat && <li className="tiles-seat" style={{ '--span': columns - (participants.length % columns) }}>{seat}</li>}
      </ul>
      {strip && seat}
    </>
  );
}

/** A tab that crashed is in the room until the media server notices; our socket has noticed, and there is nothing to see or hear. */
function isGone({ id, isLocal, micOn, attach }: ParticipantView, { roster }: MeetingSnapshot): boolean {
  if (isLocal || micOn || attach !== null) return false;
  return !roster.some(({ participationId, devices }) => devices.some(({ deviceSession }) => `${participationId}:${deviceSession}` === id));
}

/** Who fills the screen of a phone: who spoke last of the others, else the first of them. */
function useMainSpeaker(participants: readonly ParticipantView[]): string | undefined {
  const [last, setLast] = useState<string>();
  const speaking = participants.find((one) => one.speaking && !one.isLocal)?.id;
  useEffect(() => {
    if (speaking !== undefined) setLast(speaking);
  }, [speaking]);
  const known = participants.find(({ id }) => id === last);
  return (known ?? participants.find(({ isLocal }) => !isLocal) ?? participants[0])?.id;
}

function useSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    const observer = new ResizeObserver(() => setSize({ width: watched.clientWidth, height: watched.clientHeight }));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
