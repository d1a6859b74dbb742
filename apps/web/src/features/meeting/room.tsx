import type { Consultation, MeetingSnapshot, RosterEntry } from '@app/contracts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ControlBar } from './control-bar.js';
import { EndDialog } from './end-dialog.js';
import { LobbyMessageDialog } from './lobby-message-dialog.js';
import { Paper, type PaperTab } from './paper.js';
import { PeopleGrid } from './people-grid.js';
import { RemoveDialog } from './remove-dialog.js';
import { RoomHead } from './room-head.js';
import { RoomNotices } from './room-notices.js';
import { useMedia, useSession } from './session-context.js';
import { useChat } from './use-chat.js';
import { useRoomNews } from './use-room-news.js';
import { useShortcuts } from './use-shortcuts.js';
import './room.css';
import './tiles.css';

interface RoomProps {
  consultation: Consultation;
  snapshot: MeetingSnapshot;
  mutedBy: string | null;
}

export type RoomDialog = { name: 'end' } | { name: 'remove'; person: RosterEntry } | { name: 'message' };

/** The room: the people, the paper beside them, the controls below. Dark in both themes; the paper follows the theme. */
export function Room({ consultation, snapshot, mutedBy }: RoomProps) {
  const { t } = useTranslation('meeting');
  const session = useSession();
  const media = useMedia();
  const [tab, setTab] = useState<PaperTab>('summary');
  /** Only narrow windows have a paper that can be put away. */
  const [paperOpen, setPaperOpen] = useState(false);
  const [asked, setAsked] = useState(0);
  const [dialog, setDialog] = useState<RoomDialog | null>(null);
  const closeDialog = () => setDialog(null);
  const chat = useChat(consultation.id, tab === 'chat');
  const waiting = snapshot.roster.filter(({ admission }) => admission === 'waiting').length;
  useRoomNews(snapshot, media);
  useShortcuts({
    m: () => void session.media.setMic(!session.media.getSnapshot().micOn),
    v: () => void session.media.setCamera(!session.media.getSnapshot().cameraOn),
  });

  useEffect(() => {
    const title = t('room.tab');
    document.title = waiting > 0 && snapshot.my.moderator ? `(${waiting}) ${title} – Neuvo` : `${title} – Neuvo`;
  }, [t, waiting, snapshot.my.moderator]);

  const show = (next: PaperTab) => {
    setPaperOpen(!paperOpen || tab !== next);
    setTab(next);
    setAsked(asked + 1);
  };

  return (
    <>
      <div className="room stage" data-state={media.state.name} data-mode={media.mode ?? 'none'} data-paper={paperOpen || undefined}>
        <RoomHead consultation={consultation} snapshot={snapshot} />
        <main className="room-floor">
          <div className="room-people">
            <RoomNotices mutedBy={mutedBy} />
            <PeopleGrid snapshot={snapshot} onMessage={() => setDialog({ name: 'message' })} onShowPeople={() => show('people')} />
          </div>
          <Paper
            consultation={consultation}
            snapshot={snapshot}
            chat={chat}
            tab={tab}
            asked={asked}
            onTab={setTab}
            onClose={() => setPaperOpen(false)}
            onDialog={setDialog}
          />
        </main>
        <ControlBar snapshot={snapshot} tab={tab} paperOpen={paperOpen} unread={chat.unread} onShow={show} onEnd={() => setDialog({ name: 'end' })} />
      </div>
      {dialog?.name === 'end' && <EndDialog consultation={consultation} onClose={closeDialog} />}
      {dialog?.name === 'remove' && <RemoveDialog person={dialog.person} onClose={closeDialog} />}
      {dialog?.name === 'message' && <LobbyMessageDialog waiting={waiting} onClose={closeDialog} />}
    </>
  );
}
