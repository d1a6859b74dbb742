import type { Consultation } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { NotFound } from '../../app/not-found.js';
import { useRealtime } from '../../app/realtime-context.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { MeetingSession } from '../../meeting/meeting-session.js';
import { Closed, closedBy } from './closed.js';
import { Lobby } from './lobby.js';
import { Room } from './room.js';
import { SessionContext, useMedia, useSession } from './session-context.js';
import './meeting.css';

/** The meeting of one consultation, from the look at oneself to the goodbye. */
export function MeetingPage() {
  const { t } = useTranslation('meeting');
  const { id = '' } = useParams();
  const realtime = useRealtime();
  const [session, setSession] = useState<MeetingSession | null>(null);
  const found = useQuery({ queryKey: keys.consultations.one(id), queryFn: ({ signal }) => call('GET /api/consultations/:id', { params: { id }, signal }) });

  useEffect(() => {
    if (realtime === null) return;
    const made = new MeetingSession(realtime, id);
    setSession(made);
    return () => made.dispose();
  }, [realtime, id]);

  if (found.error instanceof ApiError && found.error.code === 'not_found') return <NotFound />;
  if (found.isSuccess && session !== null) {
    return (
      <SessionContext value={session}>
        <Meeting consultation={found.data} />
      </SessionContext>
    );
  }
  return (
    <main className="meeting-wait">
      {found.isError ? <ErrorBox title={t('failed')} error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton rows={4} />}
    </main>
  );
}

function Meeting({ consultation }: { consultation: Consultation }) {
  const session = useSession();
  const view = useSyncExternalStore(session.subscribe, session.getSnapshot);
  const media = useMedia();
  const closed = closedBy(consultation, view, media.state);

  useEffect(() => session.opensAt(consultation.opensAt), [session, consultation.opensAt]);
  // No lamp burns beside words that say there is no meeting; whoever is let in after all is seen again.
  const shut = closed !== null;
  useEffect(() => {
    if (shut) session.media.devices.stop();
    else void session.media.check();
  }, [session, shut]);

  if (closed !== null) return <Closed reason={closed} consultation={consultation} />;
  const { name } = media.state;
  if (name === 'idle' || name === 'checking' || name === 'waiting' || view.snapshot === null) {
    return <Lobby consultation={consultation} view={view} />;
  }
  return <Room consultation={consultation} snapshot={view.snapshot} mutedBy={view.mutedBy} />;
}
