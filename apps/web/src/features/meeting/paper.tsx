import type { Consultation, MeetingSnapshot } from '@app/contracts';
import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/button.js';
import { Tabs } from '../../components/tabs.js';
import { Chat } from './chat.js';
import { PaperSummary } from './paper-summary.js';
import { Roster } from './roster.js';
import type { RoomDialog } from './room.js';
import type { ChatView } from './use-chat.js';
import './paper.css';

export type PaperTab = 'summary' | 'chat' | 'people';

interface PaperProps {
  consultation: Consultation;
  snapshot: MeetingSnapshot;
  chat: ChatView;
  tab: PaperTab;
  /** Rises each time a control asks for the paper: the focus goes there. */
  asked: number;
  onTab: (tab: PaperTab) => void;
  onClose: () => void;
  onDialog: (dialog: RoomDialog) => void;
}

/** The paper beside the pictures: a column on wide windows, a drawer on narrow ones, a sheet on a phone. */
export function Paper({ consultation, snapshot, chat, tab, asked, onTab, onClose, onDialog }: PaperProps) {
  const { t } = useTranslation('meeting');
  const [tall, setTall] = useState(false);
  const paper = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asked > 0) paper.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  }, [asked]);
  const close = () => {
    onClose();
    document.querySelector<HTMLElement>(`[data-control=${tab}]`)?.focus();
  };
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
  };
  const waiting = snapshot.my.moderator ? snapshot.roster.filter(({ admission }) => admission === 'waiting').length : 0;
  const caseId = consultation.case?.id ?? snapshot.caseId;
  return (
    <aside ref={paper} className="room-paper paper" aria-label={t('paper.label')} data-tall={tall || undefined} onKeyDown={closeOnEscape}>
      <button type="button" className="paper-handle" aria-expanded={tall} aria-label={t('paper.handle')} onClick={() => setTall(!tall)}>
        <span />
      </button>
      <Tabs
        label={t('paper.label')}
        tabs={[
          { id: 'summary', label: t('paper.summary') },
          { id: 'chat', label: <Counted words={t('paper.chat')} count={chat.unread} meaning={t('control.unread', { count: chat.unread })} /> },
          { id: 'people', label: <Counted words={t('paper.people')} count={waiting} meaning={t('seat.waiting', { count: waiting })} /> },
        ]}
        value={tab}
        onChange={onTab}
        aside={<IconButton className="paper-close" icon={X} label={t('paper.close')} onClick={close} />}
      >
        {tab === 'summary' && (caseId ? <PaperSummary caseId={caseId} /> : <p>{t('paper.headerOnly')}</p>)}
        {tab === 'chat' && <Chat chat={chat} />}
        {tab === 'people' && <Roster snapshot={snapshot} onDialog={onDialog} />}
      </Tabs>
    </aside>
  );
}

/** A word with how many things wait behind it. */
function Counted({ words, count, meaning }: { words: string; count: number; meaning: string }) {
  if (count === 0) return words;
  return (
    <>
      {words} <span className="paper-count" aria-hidden="true">{count}</span>
      <span className="visually-hidden">{meaning}</span>
    </>
  );
}
