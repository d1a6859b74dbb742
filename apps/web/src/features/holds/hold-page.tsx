import type { Hold } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { CircleX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { NotFound } from '../../app/not-found.js';
import { Page } from '../../app/page.js';
import { isCoordinator, useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { useCaseWords } from '../case-words.js';
import { InvitationFacts } from '../invitation-facts.js';
import { AnswerForm, hasAnswered, OwnAnswer } from './answer-form.js';
import { HeldTimes } from './held-times.js';
import { HoldMatrix } from './hold-matrix.js';
import { HoldState } from './hold-state.js';
import { ReleaseDialog } from './release-dialog.js';
import './hold.css';

/** Times that wait for answers: who is asked answers here, who holds them sees how far each is. */
export function HoldPage() {
  const { t } = useTranslation('holds');
  const { id = '' } = useParams();
  const found = useQuery({ queryKey: keys.holds.one(id), queryFn: ({ signal }) => call('GET /api/holds/:id', { params: { id }, signal }) });
  if (found.error instanceof ApiError && found.error.code === 'not_found') return <NotFound />;
  if (found.isSuccess) return <Found hold={found.data} />;
  return (
    <Page title={t('title')}>
      <Panel>{found.isError ? <ErrorBox title={t('failed')} error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton rows={6} />}</Panel>
    </Page>
  );
}

function Found({ hold }: { hold: Hold }) {
  const { t } = useTranslation('holds');
  const me = useMe();
  const words = useCaseWords();
  const [releasing, setReleasing] = useState(false);
  const [changing, setChanging] = useState(false);
  const { my } = hold;
  const seesOthers = hold.times.some(({ standing }) => standing !== null);
  const from = isCoordinator(me) ? <Link to="/calendar">{t('calendar')}</Link> : <Link to="/own">{t('own')}</Link>;
  return (
    <Page
      title={seesOthers || !my.may.answer ? words.heading(hold) : t('ask.title')}
      tabTitle={hold.case?.number ?? t('title')}
      crumbs={<>{from}{hold.case && <> / <Link to={`/cases/${hold.case.id}`}>{hold.case.number}</Link></>} / {t('title')}</>}
      actions={my.may.release && <Button kind="destructive" icon={CircleX} onClick={() => setReleasing(true)}>{t('release.open')}</Button>}
    >
      <div className="hold">
        <div className="hold-main">
          <HoldState hold={hold} seesOthers={seesOthers} />
          {my.may.answer && !seesOthers && <OwnAnswer hold={hold} />}
          {my.may.answer && seesOthers && (changing || !hasAnswered(hold)) && <AnswerForm hold={hold} onSent={() => setChanging(false)} onBack={changing ? () => setChanging(false) : null} />}
          {seesOthers && <HeldTimes hold={hold} />}
          {seesOthers && <HoldMatrix hold={hold} ownId={me.person.personId} actions={my.may.answer && !changing && hasAnswered(hold) && <Button kind="text" size="compact" onClick={() => setChanging(true)}>{t('given.change')}</Button>} />}
        </div>
        <Panel title={t('about')}>
          <InvitationFacts header={hold.header} />
        </Panel>
      </div>
      {releasing && <ReleaseDialog hold={hold} onClose={() => setReleasing(false)} />}
    </Page>
  );
}
