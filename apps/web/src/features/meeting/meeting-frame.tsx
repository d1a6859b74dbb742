import type { Consultation } from '@app/contracts';
import { type ReactNode, useEffect } from 'react';
import { Mark } from '../../components/mark.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';

interface MeetingFrameProps {
  consultation: Consultation;
  /** Names the browser tab; never tells about the case. */
  title: string;
  /** At the right end of the header. */
  action?: ReactNode;
  children: ReactNode;
}

/** Header and place of everything before and after the room. */
export function MeetingFrame({ consultation, title, action, children }: MeetingFrameProps) {
  const dates = useDateText();
  const words = useCaseWords();
  useEffect(() => {
    document.title = `${title} – Neuvo`;
  }, [title]);
  return (
    <>
      <header className="meeting-head">
        <span className="meeting-brand">
          <Mark />
          <span>Neuvo</span>
        </span>
        <p className="meeting-about">
          <b>{words.heading(consultation)}</b> <span className="nowrap">{dates.range(consultation.startsAt, consultation.endsAt)}</span>
        </p>
        {action}
      </header>
      <main className="meeting">{children}</main>
    </>
  );
}
