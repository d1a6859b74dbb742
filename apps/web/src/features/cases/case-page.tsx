import type { CaseDetail, PersonCard } from '@app/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarPlus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { NotFound } from '../../app/not-found.js';
import { Page } from '../../app/page.js';
import { isCoordinator, useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { ButtonLink } from '../../components/button-link.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { NameLines, Panel } from '../../components/panel.js';
import { useToast } from '../../components/toast.js';
import { ApiError } from '../../api/api-error.js';
import { OpenHolds } from '../booking/open-holds.js';
import { useCaseWords } from '../case-words.js';
import { usePersonWords } from '../person-words.js';
import { CaseFacts } from './case-facts.js';
import { CaseMeetings } from './case-meetings.js';
import { CaseSummary } from './case-summary.js';
import { ColleagueSearch } from './colleague-search.js';
import './case-page.css';

/** One case: its summary on paper, its facts and its owners beside it. */
export function CasePage() {
  const { t } = useTranslation('cases');
  const { id = '' } = useParams();
  const found = useQuery({ queryKey: keys.cases.one(id), queryFn: ({ signal }) => call('GET /api/cases/:id', { params: { id }, signal }) });
  if (found.error instanceof ApiError && found.error.code === 'not_found') return <NotFound />;
  if (found.isSuccess) return <Found detail={found.data} />;
  return (
    <Page title={t('page.title')}>
      <Panel>{found.isError ? <ErrorBox title={t('page.failed')} error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton rows={6} />}</Panel>
    </Page>
  );
}

function Found({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const me = useMe();
  const words = useCaseWords();
  return (
    <Page
      title={detail.content?.title ?? words.themes(detail)}
      tabTitle={detail.number ?? t('page.title')}
      crumbs={<>{isCoordinator(me) ? <Link to="/calendar">{t('page.calendar')}</Link> : <Link to="/own">{t('page.own')}</Link>}{detail.number && <> / {detail.number}</>}</>}
      actions={detail.may.book && <ButtonLink kind={detail.state === 'submitted' ? 'filled' : 'outlined'} icon={CalendarPlus} to={`/cases/${detail.id}/time`}>{t('page.findTime')}</ButtonLink>}
    >
      <div className="case-page">
        <div className="case-paper">
          {detail.content ? <CaseSummary detail={detail} /> : <p>{t('page.headerOnly')}</p>}
        </div>
        <div className="case-side">
          {detail.state === 'times_open' && <OpenHolds caseId={detail.id} />}
          <Panel title={t('page.facts')}>
            <CaseFacts detail={detail} />
          </Panel>
          {detail.state !== 'submitted' && detail.content !== null && <CaseMeetings detail={detail} />}
          <Owners detail={detail} />
        </div>
      </div>
    </Page>
  );
}

function Owners({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const describe = usePersonWords();
  const [sharing, setSharing] = useState(false);
  return (
    <Panel title={t('page.owners')}>
      <ul className="case-owners">
        {detail.owners.map((person) => (
          <li key={person.personId}>
            <NameLines name={person.name} detail={describe(person)} />
          </li>
        ))}
      </ul>
      {detail.may.share && <Button size="compact" icon={UserPlus} onClick={() => setSharing(true)}>{t('share.title')}</Button>}
      {sharing && <ShareDialog caseId={detail.id} onClose={() => setSharing(false)} />}
    </Panel>
  );
}

function ShareDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation('cases');
  const cache = useQueryClient();
  const toast = useToast();
  const [chosen, setChosen] = useState<readonly PersonCard[]>([]);
  const share = useMutation({
    mutationFn: async () => {
      for (const { personId } of chosen) {
        cache.setQueryData(keys.cases.one(caseId), await call('POST /api/cases/:id/owners', { params: { id: caseId }, body: { personId } }));
      }
    },
    onSuccess: () => {
      toast({ text: t('share.done', { names: chosen.map(({ name }) => name).join(', ') }) });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('share.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('cancel')}</Button>
          <Button kind="filled" busy={share.isPending} disabledReason={chosen.length === 0 ? t('share.chooseFirst') : undefined} onClick={() => share.mutate()}>{t('share.confirm')}</Button>
        </>
      }
    >
      <ColleagueSearch chosen={chosen} onChange={setChosen} />
      {share.isError && <ErrorBox title={t('share.notDone')} error={share.error} />}
    </Dialog>
  );
}
