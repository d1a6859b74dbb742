import type { Consultation, Participant } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock, CircleX, FileText, TriangleAlert, Video } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useParams } from 'react-router';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { NotFound } from '../../app/not-found.js';
import { Page } from '../../app/page.js';
import { isCoordinator, useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { ButtonLink } from '../../components/button-link.js';
import { useNow } from '../../components/clock.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { Notice, Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { mondayOf } from '../calendar/days.js';
import { useCaseWords } from '../case-words.js';
import { isDoorOpen } from '../door.js';
import { InvitationFacts } from '../invitation-facts.js';
import { AnswerPanel } from './answer-panel.js';
import { AttendanceList, ChatHistory } from './aftermath.js';
import { CancelDialog } from './cancel-dialog.js';
import { MoveDialog } from './move-dialog.js';
import { ParticipantList } from './participant-list.js';
import { ReplaceDialog } from './replace-dialog.js';
import { Roles } from './roles.js';
import './consultation.css';

/** One consultation: when, who, one's own answer, and the ways to change it. */
export function ConsultationPage() {
  const { t } = useTranslation('consultations');
  const { id = '' } = useParams();
  const found = useQuery({ queryKey: keys.consultations.one(id), queryFn: ({ signal }) => call('GET /api/consultations/:id', { params: { id }, signal }) });
  if (found.error instanceof ApiError && found.error.code === 'not_found') return <NotFound />;
  if (found.data?.state === 'times_open') return <Navigate to={`/holds/${id}`} replace />;
  if (found.isSuccess) return <Found consultation={found.data} />;
  return (
    <Page title={t('title')}>
      <Panel>{found.isError ? <ErrorBox title={t('failed')} error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton rows={6} />}</Panel>
    </Page>
  );
}

function Found({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation('consultations');
  const me = useMe();
  const words = useCaseWords();
  const dates = useDateText();
  const [dialog, setDialog] = useState<'move' | 'cancel' | null>(null);
  const [replacing, setReplacing] = useState<Participant | null>(null);
  const { my, state } = consultation;
  const over = state === 'ended' || state === 'cancelled';
  const from = isCoordinator(me) ? <Link to={`/calendar?week=${mondayOf(dates.isoDay(consultation.startsAt))}`}>{t('calendar')}</Link> : <Link to="/own">{t('own')}</Link>;
  const coming = consultation.participants.filter(({ partstat }) => partstat === 'accepted').length;
  return (
    <Page
      title={words.heading(consultation)}
      tabTitle={consultation.case?.number ?? t('title')}
      crumbs={<>{from}{consultation.case && <> / {consultation.case.number}</>}</>}
      actions={
        <>
          {my.may.move && !over && <Button icon={CalendarClock} onClick={() => setDialog('move')}>{t('move.open')}</Button>}
          {my.may.cancel && !over && <Button kind="destructive" icon={CircleX} onClick={() => setDialog('cancel')}>{t('cancel.open')}</Button>}
        </>
      }
    >
      <div className="consultation">
        <div className="consultation-main">
          <When consultation={consultation} />
          {my.may.respond && !over && <AnswerPanel key={consultation.sequence} consultation={consultation} />}
          <Panel title={t('participants')} actions={!over && consultation.case !== null && <span className="second">{t('coming', { coming, all: consultation.participants.length })}</span>}>
            <ParticipantList people={consultation.participants} ownId={me.person.personId} answers={!over} onReplace={my.may.move && state === 'booked' ? setReplacing : null} />
            {consultation.case === null && <p className="second">{t('headerOnly')}</p>}
          </Panel>
          {consultation.attendance.length > 0 && <AttendanceList consultation={consultation} />}
          {consultation.case !== null && (state === 'ended' || state === 'in_session') && <ChatHistory consultationId={consultation.id} />}
        </div>
        <div className="consultation-side">
          {consultation.needs.length > 0 && !over && <Roles needs={consultation.needs} />}
          <About consultation={consultation} />
        </div>
      </div>
      {replacing !== null && <ReplaceDialog consultation={consultation} person={replacing} onClose={() => setReplacing(null)} />}
      {dialog === 'move' && <MoveDialog consultation={consultation} onClose={() => setDialog(null)} />}
      {dialog === 'cancel' && <CancelDialog consultation={consultation} onClose={() => setDialog(null)} />}
    </Page>
  );
}

function When({ consultation: { id, startsAt, endsAt, opensAt, state, my, cancelReason, overrideReason } }: { consultation: Consultation }) {
  const { t } = useTranslation('consultations');
  const dates = useDateText();
  const now = useNow(10_000);
  const open = isDoorOpen({ opensAt, state }, now);
  return (
    <Panel>
      <p className="consultation-day">{dates.date(startsAt)}</p>
      <p className="consultation-time" data-cancelled={state === 'cancelled' || undefined}>
        {dates.times(startsAt, endsAt)}
        <span className="second">{dates.zoneNote(startsAt)}</span>
      </p>
      <div className="consultation-state">
        {state === 'cancelled' && <Notice tone="bad" icon={CircleX}>{t('cancelled', { reason: cancelReason ?? '' })}</Notice>}
        {state === 'ended' && <Status tone="calm" icon={CalendarClock}>{t('ended')}</Status>}
        {overrideReason && state !== 'cancelled' && <Notice tone="warn" icon={TriangleAlert}>{t('override', { reason: overrideReason })}</Notice>}
        {my.may.join &&
          (open ? (
            <ButtonLink kind="filled" size="main" icon={Video} to={`/consultations/${id}/meeting`}>{t('join')}</ButtonLink>
          ) : (
            <Button kind="filled" size="main" icon={Video} disabledReason={t('opens', { time: dates.sameDay(opensAt, now) ? dates.clock(opensAt) : dates.dateTime(opensAt) })}>{t('join')}</Button>
          ))}
      </div>
    </Panel>
  );
}

function About({ consultation: { header, case: about } }: { consultation: Consultation }) {
  const { t } = useTranslation('consultations');
  return (
    <Panel title={t('about')}>
      <div className="consultation-about">
        <InvitationFacts header={header} />
        {about !== null && <ButtonLink icon={FileText} to={`/cases/${about.id}`}>{t('openCase')}</ButtonLink>}
      </div>
    </Panel>
  );
}
