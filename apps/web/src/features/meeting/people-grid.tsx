import type { MeetingSnapshot } from '@app/contracts';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../meeting/media-state.js';
import { gridLayout, layoutIn } from './grid-layout.js';
import { useMedia } from './session-context.js';
import { Tile } from './tile.js';
import { AbsentSeat } from './absent-seat.js';

const GAP = 8;

interface PeopleGridProps {
  snapshot: MeetingSnapshot;
  onMessage: () => void;
  onShowPeople: () => void;
}

/** Everybody who is here. Those who are not get a place that the pictures leave over, else a strip below them. */
export function PeopleGrid({ snapshot, onMessage, onShowPeople }: PeopleGridProps) {
  const { t } = useTranslation('meeting');
  const participants = useMedia().participants.filter((one) => !isGone(one, snapshot));
  const main = useMainSpeaker(participants);
  const missing = snapshot.roster.filter(({ participationId, admission }) =>
    admission === 'admitted' ? !participants.some((one) => one.participationId === participationId) : admission === 'waiting' || admission === 'away',
  );
  const place = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLUListElement>(null);
  // By the whole place: a strip that comes, grows or goes makes the pictures smaller or larger, and moves none to another row.
  const { columns } = gridLayout(participants.length, useSize(place), GAP);
  const strip = participants.length % columns === 0;
  const { width, height } = layoutIn(columns, participants.length, useSize(grid), GAP);
  const seat = missing.length > 0 && <AbsentSeat snapshot={snapshot} missing={missing} strip={strip} onMessage={onMessage} onShowPeople={onShowPeople} />;
  return (
    <div ref={place} className="people">
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
    </div>
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
