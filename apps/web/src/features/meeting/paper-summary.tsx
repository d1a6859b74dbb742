import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { CaseSummary } from '../cases/case-summary.js';

/** The summary of the case; others' changes appear by themselves. */
export function PaperSummary({ caseId }: { caseId: string }) {
  const { t } = useTranslation('meeting');
  const found = useQuery({ queryKey: keys.cases.one(caseId), queryFn: ({ signal }) => call('GET /api/cases/:id', { params: { id: caseId }, signal }) });
  if (found.isPending) return <Skeleton rows={6} />;
  if (found.isError) return <ErrorBox title={t('paper.failed')} error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.content === null) return <p>{t('paper.headerOnly')}</p>;
  return (
    // Its texts may still be on their way; the meeting around it goes on.
    <Suspense fallback={<Skeleton rows={6} />}>
      <CaseSummary detail={found.data} />
    </Suspense>
  );
}
