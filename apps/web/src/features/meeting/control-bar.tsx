import type { MeetingSnapshot } from '@app/contracts';
import { FileText, Gauge, LogOut, type LucideIcon, MessageSquare, Mic, MicOff, Users, Video, VideoOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { ConnectionPanel } from './connection-panel.js';
import { ModeNote } from './mode-note.js';
import type { PaperTab } from './paper.js';
import { useMedia, useSession } from './session-context.js';
import { useModeration } from './use-moderation.js';

interface ControlBarProps {
  snapshot: MeetingSnapshot;
  tab: PaperTab;
  paperOpen: boolean;
  unread: number;
  onShow: (tab: PaperTab) => void;
  onEnd: () => void;
}

/** Own microphone and camera, the ways to the paper, and the way out. */
export function ControlBar({ snapshot, tab, paperOpen, unread, onShow, onEnd }: ControlBarProps) {
  const { t } = useTranslation('meeting');
  const session = useSession();
  const { micOn, cameraOn, mode } = useMedia();
  const { toServer, busy } = useModeration();
  const [details, setDetails] = useState(false);
  const detailsButton = useRef<HTMLButtonElement>(null);
  const { my, roster } = snapshot;
  const waiting = my.moderator ? roster.filter(({ admission }) => admission === 'waiting').length : 0;
  const chair = roster.find(({ participationId }) => participationId === my.participationId)?.seat === 'chair';
  const closeDetails = () => {
    setDetails(false);
    detailsButton.current?.focus();
  };
  return (
    <footer className="room-bar">
      <div className="room-bar-mode">
        <ModeNote />
        {mode === 'direct' && chair && <Button kind="text" size="compact" busy={busy} onClick={toServer}>{t('mode.toServer')}</Button>}
      </div>
      <div className="controls" role="group" aria-label={t('control.label')}>
        <Control icon={micOn ? Mic : MicOff} off={!micOn} title={t(micOn ? 'control.mute' : 'control.unmute')} aria-keyshortcuts="M" data-control="mic" data-on={micOn} onClick={() => void session.media.setMic(!micOn)}>
          {t(micOn ? 'control.mic' : 'control.muted')}
        </Control>
        <Control icon={cameraOn ? Video : VideoOff} off={!cameraOn} title={t(cameraOn ? 'control.cameraStop' : 'control.cameraStart')} aria-keyshortcuts="V" data-control="camera" data-on={cameraOn} onClick={() => void session.media.setCamera(!cameraOn)}>
          {t(cameraOn ? 'control.camera' : 'control.cameraOff')}
        </Control>
        <Control icon={FileText} className="control-summary" aria-expanded={paperOpen && tab === 'summary'} data-control="summary" onClick={() => onShow('summary')}>
          {t('paper.summary')}
        </Control>
        <Control icon={MessageSquare} badge={unread} badgeText={t('control.unread', { count: unread })} aria-expanded={tab === 'chat'} data-control="chat" onClick={() => onShow('chat')}>
          {t('control.chat')}
        </Control>
        <Control icon={Users} className="control-people" badge={waiting} badgeText={t('seat.waiting', { count: waiting })} aria-expanded={tab === 'people'} data-control="people" onClick={() => onShow('people')}>
          {t('paper.people')}
        </Control>
        <Control ref={detailsButton} icon={Gauge} aria-expanded={details} data-control="details" onClick={() => setDetails(!details)}>
          {t('control.details')}
        </Control>
      </div>
      <div className="room-bar-end">
        {my.moderator && <Button kind="destructive" className="control-end" onClick={onEnd}>{t('control.end')}</Button>}
        <Button kind="destructive-filled" size="main" icon={LogOut} className="control-leave" data-control="leave" onClick={() => session.leave()}>{t('control.leave')}</Button>
      </div>
      {details && <ConnectionPanel snapshot={snapshot} onClose={closeDetails} />}
    </footer>
  );
}

interface ControlProps extends ComponentProps<'button'> {
  icon: LucideIcon;
  off?: boolean;
  badge?: number;
  badgeText?: string;
  children: ReactNode;
}

/** Icon over word; the word names the state. */
function Control({ icon: Icon, off = false, badge = 0, badgeText, className, children, ...rest }: ControlProps) {
  return (
    <button {...rest} type="button" className={['control', className].filter(Boolean).join(' ')} data-off={off || undefined}>
      <Icon size={22} strokeWidth={1.75} aria-hidden="true" />
      <span>{children}</span>
      {badge > 0 && (
        <span className="control-badge">
          <span aria-hidden="true">{badge}</span>
          <span className="visually-hidden">{badgeText}</span>
        </span>
      )}
    </button>
  );
}
