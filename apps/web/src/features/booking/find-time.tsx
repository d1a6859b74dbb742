import type { CaseDetail } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { NotFound } from '../../app/not-found.js';
import { Page } from '../../app/page.js';
import { isCoordinator, useMe } from '../../app/session.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { Finder } from './finder.js';
import { OpenHolds } from './open-holds.js';
import './find-time.css';

/** Finds a time for the panel of a case, and books or holds it. */
export function FindTime() {
  const { t } = useTranslation('booking');
  const { id = '' } = useParams();
  const found = useQuery({ queryKey: keys.cases.one(id), queryFn: ({ signal }) => call('GET /api/cases/:id', { params: { id }, signal }) });
  if (found.error instanceof ApiError && found.error.code === 'not_found') return <NotFound />;
  if (found.isSuccess) return <Found detail={found.data} />;
  return (
    <Page title={t('title')}>
      <Panel>{found.isError ? <ErrorBox title={t('caseFailed')} error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton rows={6} />}</Panel>
    </Page>
  );
}

function Found({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation(['booking', 'cases']);
  const home = isCoordinator(useMe()) ? <Link to="/calendar">{t('cases:page.calendar')}</Link> : <Link to="/own">{t('cases:page.own')}</Link>;
  return (
    <Page title={t('title')} crumbs={<>{home} / <Link to={`/cases/${detail.id}`}>{detail.number}</Link> / {t('crumb')}</>}>
      <div className="find-open-holds"><OpenHolds caseId={detail.id} /></div>
      <Finder detail={detail} />
    </Page>
  );
}
