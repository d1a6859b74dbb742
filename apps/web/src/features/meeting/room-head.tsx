import type { Consultation, MeetingSnapshot } from '@app/contracts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../components/clock.js';
import { Mark } from '../../components/mark.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';
import { ModeNote } from './mode-note.js';

/** What this is about, who of the invited is here, when it ends, what time it is. */
export function RoomHead({ consultation, snapshot }: { consultation: Consultation; snapshot: MeetingSnapshot }) {
  const { t } = useTranslation('meeting');
  const words = useCaseWords();
  const dates = useDateText();
  const now = useNow(1_000);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const here = snapshot.roster.filter(({ admission }) => admission === 'admitted').length;
  return (
    <header className="room-head">
      <Mark />
      <h1 ref={heading} tabIndex={-1}>{words.heading(consultation)}</h1>
      {consultation.case && <span className="room-number">{consultation.case.number}</span>}
      <ModeNote />
      <span className="room-here">{t('room.here', { count: here, all: snapshot.roster.length })}</span>
      <span className="room-end">{t('room.time', { start: dates.time(snapshot.startsAt), end: dates.time(snapshot.endsAt) })}</span>
      <time className="room-clock">{dates.time(now)}</time>
    </header>
  );
}
