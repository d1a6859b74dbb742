import type { Notification } from '@app/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bell as BellIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call } from '../api/call.js';
import { keys } from '../api/keys.js';
import { ErrorBox, Skeleton } from '../components/feedback.js';
import { Flyout } from '../components/flyout.js';
import { useDateText } from '../i18n/use-texts.js';
import './bell.css';

/** What has happened since the person last looked. Opening it marks everything as read. */
export function Bell() {
  const { t } = useTranslation('common');
  const cache = useQueryClient();
  const list = useQuery({ queryKey: keys.notifications, queryFn: ({ signal }) => call('GET /api/notifications', { query: {}, signal }) });
  const read = useMutation({
    mutationFn: () => call('POST /api/notifications/read', { body: {} }),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.notifications }),
  });
  const unread = list.data?.unread ?? 0;
  return (
    <Flyout
      className="bell"
      label={unread === 0 ? t('bell.none') : t('bell.unread', { count: unread })}
      onOpen={() => {
        if (unread > 0) read.mutate();
      }}
      face={
        <>
          <BellIcon size={20} aria-hidden="true" />
          {unread > 0 && <span className="count">{unread > 99 ? '99+' : unread}</span>}
        </>
      }
    >
      {(close) => (
        <div className="bell-list">
          <h2>{t('bell.title')}</h2>
          {list.isPending && <Skeleton />}
          {list.isError && <ErrorBox title={t('bell.failed')} error={list.error} onRetry={() => void list.refetch()} />}
          {list.data?.items.length === 0 && <p className="second">{t('bell.empty')}</p>}
          <ul>
            {list.data?.items.map((item) => (
              <li key={item.id}>
                <Line item={item} onOpen={close} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Flyout>
  );
}

function Line({ item, onOpen }: { item: Notification; onOpen: () => void }) {
  const { t } = useTranslation('common');
  const dates = useDateText();
  return (
    <Link to={placeOf(item)} className="flyout-item" onClick={onOpen}>
      <span className="name-lines">
        <b>{t(`bell.kind.${item.kind}`)}</b>
        {item.startsAt !== null && <span className="second">{dates.dateTime(item.startsAt)}</span>}
      </span>
    </Link>
  );
}

/** Where a line leads. What somebody is not needed in is closed to them: they see what is left. */
function placeOf({ kind, consultationId }: Notification): string {
  if (kind === 'stood_down') return '/own';
  return `/${kind === 'asked' || kind.startsWith('hold_') ? 'holds' : 'consultations'}/${consultationId}`;
}
