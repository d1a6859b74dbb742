import type { Consultation } from '@app/contracts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { ButtonLink } from '../../components/button-link.js';
import type { MeetingState } from '../../meeting/media-state.js';
import type { SessionView } from '../../meeting/meeting-session.js';
import { MeetingFrame } from './meeting-frame.js';
import { useSession } from './session-context.js';

const reasons = ['left', 'removed', 'readmitted', 'denied', 'ended', 'cancelled', 'other_tab', 'full', 'not_accepted', 'no_access'] as const;
export type ClosedReason = (typeof reasons)[number];

/** Reasons after which one may simply come again. */
const mayReturn: readonly ClosedReason[] = ['left', 'readmitted', 'other_tab', 'full'];

/** Why there is no meeting to show to this person now, or null. */
export function closedBy(consultation: Consultation, { snapshot, refusal }: SessionView, state: MeetingState): ClosedReason | null {
  if (consultation.state === 'cancelled') return 'cancelled';
  if (consultation.state === 'ended' || snapshot?.state === 'ended' || refusal?.code === 'meeting.ended') return 'ended';
  if (snapshot?.my.admission === 'removed' || refusal?.code === 'meeting.removed') return 'removed';
  if (state.name === 'ended') {
    const reason = endedBy(state.reason);
    return reason === 'removed' && snapshot?.my.admission === 'admitted' ? 'readmitted' : reason;
  }
  if (snapshot?.my.admission === 'denied') return 'denied';
  if (refusal?.code === 'meeting.not_accepted') return 'not_accepted';
  if (refusal !== null && refusal.code !== 'meeting.not_open') return 'no_access';
  // Before going to the door: the answer to the invitation is known already.
  const { join, respond } = consultation.my.may;
  return snapshot === null && !join ? (respond ? 'not_accepted' : 'no_access') : null;
}

function endedBy(reason: Extract<MeetingState, { name: 'ended' }>['reason']): ClosedReason {
  switch (reason) {
    case 'left':
    case 'removed':
    case 'other_tab':
      return reason;
    case 'meeting_ended':
    case 'meeting.ended':
      return 'ended';
    case 'meeting.removed':
      return 'removed';
    case 'meeting.full':
      return 'full';
    case 'meeting.not_accepted':
      return 'not_accepted';
    case 'meeting.not_admitted':
    case 'meeting.not_open':
      return 'left';
  }
}

/** What has happened, in words, and the way on. */
export function Closed({ reason, consultation }: { reason: ClosedReason; consultation: Consultation }) {
  const { t } = useTranslation('meeting');
  const session = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [reason]);
  const returns = mayReturn.includes(reason);
  return (
    <MeetingFrame consultation={consultation} title={t(`closed.${reason}.title`)}>
      <div className="meeting-closed" data-closed={reason}>
        <h1 ref={heading} tabIndex={-1}>{t(`closed.${reason}.title`)}</h1>
        <p>{t(`closed.${reason}.text`)}</p>
        <div className="meeting-actions">
          {returns && <Button kind="filled" size="main" onClick={() => session.join()}>{t('closed.return')}</Button>}
          <ButtonLink kind={returns ? 'outlined' : 'filled'} size="main" to={`/consultations/${consultation.id}`}>
            {t(reason === 'ended' ? 'closed.toAttendance' : reason === 'not_accepted' ? 'closed.toAnswer' : 'closed.toConsultation')}
          </ButtonLink>
        </div>
      </div>
    </MeetingFrame>
  );
}
