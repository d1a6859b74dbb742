import type { Availability, CalendarFeed } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, Hourglass, RefreshCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorBox, useErrorText } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { useToast } from '../../components/toast.js';
import { useDateText } from '../../i18n/use-texts.js';
import { AddFeed } from './add-feed.js';

/** Calendars whose busy times block bookings. They are added, read and removed at once, apart from the rest of the page. */
export function Feeds({ personId, feeds }: { personId: string; feeds: Availability['feeds'] }) {
  const { t } = useTranslation('availability');
  return (
    <Panel title={t('feeds.title')}>
      <p className="second">{t('feeds.stored')}</p>
      {feeds.length > 0 && (
        <ul className="feed-list">
          {feeds.map((feed) => (
            <Feed key={feed.id} personId={personId} feed={feed} />
          ))}
        </ul>
      )}
      <AddFeed personId={personId} />
    </Panel>
  );
}

function Feed({ personId, feed }: { personId: string; feed: CalendarFeed }) {
  const { t } = useTranslation('availability');
  const cache = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const [removing, setRemoving] = useState(false);
  const { id: feedId, label } = feed;
  const renewed = () => cache.invalidateQueries({ queryKey: keys.calendars.one(personId) });
  const refresh = useMutation({
    mutationFn: () => call('POST /api/people/:id/feeds/:feedId/refresh', { params: { id: personId, feedId }, body: {} }),
    onSuccess: () => toast({ text: t('feeds.refreshing', { label }) }),
    onError: (error) => toast({ text: errorText(error), tone: 'bad' }),
    onSettled: renewed,
  });
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/people/:id/feeds/:feedId', { params: { id: personId, feedId } }),
    onSuccess: async () => {
      await renewed();
      toast({ text: t('feeds.removed', { label }) });
    },
  });
  return (
    <li>
      <div className="feed-words">
        <span className="name-lines">
          <b>{label}</b>
          <span className="second">{feed.host}</span>
        </span>
        <Standing feed={feed} />
      </div>
      <div className="feed-actions">
        <Button size="compact" icon={RefreshCw} busy={refresh.isPending} aria-label={t('feeds.refreshNamed', { label })} onClick={() => refresh.mutate()}>{t('feeds.refresh')}</Button>
        <Button kind="destructive" size="compact" aria-label={t('feeds.removeNamed', { label })} onClick={() => setRemoving(true)}>{t('feeds.remove')}</Button>
      </div>
      {removing && (
        <Dialog
          title={t('feeds.removeTitle', { label })}
          onClose={() => setRemoving(false)}
          actions={
            <>
              <Button kind="text" onClick={() => setRemoving(false)}>{t('cancel')}</Button>
              <Button kind="destructive-filled" busy={remove.isPending} onClick={() => remove.mutate()}>{t('feeds.removeConfirm')}</Button>
            </>
          }
        >
          <p>{t('feeds.removeConsequence')}</p>
          {remove.isError && <ErrorBox title={t('feeds.removeFailed')} error={remove.error} />}
        </Dialog>
      )}
    </li>
  );
}

/** Whether it can be read; while it cannot, which copy counts and what to do. */
function Standing({ feed: { state, lastSuccessAt, problem } }: { feed: CalendarFeed }) {
  const { t } = useTranslation('availability');
  const dates = useDateText();
  if (state === 'waiting') return <Status tone="info" icon={Hourglass}>{t('feeds.waiting')}</Status>;
  if (state === 'ok') {
    return <Status tone="ok" icon={CircleCheck}>{lastSuccessAt === null ? t('feeds.ok') : t('feeds.okSince', { time: dates.dateTime(lastSuccessAt) })}</Status>;
  }
  return (
    <div className="feed-problem">
      <Status tone="bad" icon={TriangleAlert}>{t('feeds.failing')}</Status>
      <p className="second">{t(`feeds.problem.${problem ?? 'unreachable'}`)}</p>
      <p className="second">{lastSuccessAt === null ? t('feeds.neverRead') : t('feeds.copy', { time: dates.dateTime(lastSuccessAt) })}</p>
    </div>
  );
}
