import type { Consultation } from '@app/contracts';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../components/button.js';
import type { SessionView } from '../../meeting/meeting-session.js';
import { DeviceRows } from './device-rows.js';
import { CheckSide, LobbySide } from './lobby-side.js';
import { MeetingFrame } from './meeting-frame.js';
import { OwnPicture } from './own-picture.js';
import { useMedia, useSession } from './session-context.js';

/** Before the room: the own picture and devices on the left; at the right first the way on, then the waiting. */
export function Lobby({ consultation, view }: { consultation: Consultation; view: SessionView }) {
  const { t } = useTranslation('meeting');
  const session = useSession();
  const navigate = useNavigate();
  const atDoor = useMedia().state.name === 'waiting';
  const leave = () => {
    session.leave();
    void navigate(`/consultations/${consultation.id}`);
  };
  return (
    <MeetingFrame
      consultation={consultation}
      title={t(atDoor ? 'lobby.tab' : 'check.title')}
      action={
        <Button icon={LogOut} onClick={leave}>
          {atDoor ? (
            <>
              <span className="lobby-wide">{t('lobby.leave')}</span>
              <span className="lobby-narrow">{t('control.leave')}</span>
            </>
          ) : (
            t('check.leave')
          )}
        </Button>
      }
    >
      <div className="lobby" data-lobby={atDoor ? 'waiting' : 'check'}>
        <div className="lobby-own">
          <OwnPicture />
          <DeviceRows />
        </div>
        <div className="lobby-side">{atDoor ? <LobbySide consultation={consultation} view={view} /> : <CheckSide consultation={consultation} />}</div>
      </div>
    </MeetingFrame>
  );
}
