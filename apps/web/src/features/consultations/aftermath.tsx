import type { Consultation } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { NameLines, Panel } from '../../components/panel.js';
import { useDateText } from '../../i18n/use-texts.js';

const MINUTE_MS = 60_000;

/** Who was there, from when to when; once it is over, who was not. */
export function AttendanceList({ consultation: { attendance, participants, state } }: { consultation: Consultation }) {
  const { t } = useTranslation('consultations');
  const dates = useDateText();
  const people = [...Map.groupBy(attendance, ({ participationId }) => participationId).values()];
  const absent = state === 'ended' ? participants.filter((one) => !attendance.some(({ participationId }) => participationId === one.participationId)) : [];
  const span = (joinedAt: string, leftAt: string) => (dates.time(joinedAt) === dates.time(leftAt) ? dates.time(joinedAt) : dates.times(joinedAt, leftAt));
  const stayed = (joinedAt: string, leftAt: string | null) => Math.max(0, (leftAt ? Date.parse(leftAt) : Date.now()) - Date.parse(joinedAt));
  return (
    <Panel title={t('attendance')}>
      <ul className="participants">
        {people.map((stays) => (
          <li key={stays[0]?.participationId}>
            <NameLines
              name={stays[0]?.name}
              detail={stays.map(({ joinedAt, leftAt }) => (leftAt ? span(joinedAt, leftAt) : t('since', { time: dates.clock(joinedAt) }))).join(', ')}
            />
            <span className="second">{dates.duration(Math.ceil(stays.reduce((sum, { joinedAt, leftAt }) => sum + stayed(joinedAt, leftAt), 0) / MINUTE_MS))}</span>
          </li>
        ))}
      </ul>
      {absent.length > 0 && <p className="second">{t('absent', { names: absent.map(({ name }) => name).join(', ') })}</p>}
    </Panel>
  );
}

/** What was written in the chat of the meeting; it stays with the case. */
export function ChatHistory({ consultationId }: { consultationId: string }) {
  const { t } = useTranslation('consultations');
  const dates = useDateText();
  const found = useQuery({
    queryKey: keys.consultations.messages(consultationId),
    queryFn: ({ signal }) => call('GET /api/consultations/:id/messages', { params: { id: consultationId }, signal }),
  });
  return (
    <Panel title={t('chat')}>
      {found.isPending && <Skeleton rows={3} />}
      {found.isError && <ErrorBox title={t('chatFailed')} error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && <p className="second">{t('chatEmpty')}</p>}
      <ul className="chat-history">
        {found.data?.items.map((message) => (
          <li key={message.id}>
            <p className="meta">
              <b>{message.name}</b> {dates.clock(message.sentAt)}
            </p>
            <p>{message.text}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
