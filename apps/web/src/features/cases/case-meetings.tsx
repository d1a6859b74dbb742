import type { CaseDetail } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call } from '../../api/call.js';
import { everyPage } from '../../api/every-page.js';
import { keys } from '../../api/keys.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { useDateText } from '../../i18n/use-texts.js';

/** The consultations of a case: the way from its summary to its meetings. */
export function CaseMeetings({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const dates = useDateText();
  const query = { scope: detail.relation === 'coordinator' ? ('centre' as const) : ('mine' as const), from: dates.isoDay(detail.createdAt) };
  const list = useQuery({
    queryKey: keys.consultations.list(query),
    queryFn: ({ signal }) => everyPage((from) => call('GET /api/consultations', { query: { ...query, ...from }, signal })),
  });
  const meetings = list.data?.filter((one) => one.case?.id === detail.id) ?? [];
  return (
    <Panel title={t('meetings.title')}>
      {list.isPending && <Skeleton rows={1} rowHeight={38} />}
      {list.isError && <ErrorBox title={t('meetings.failed')} error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && meetings.length === 0 && <p className="second">{t('meetings.none')}</p>}
      <ul className="case-owners">
        {meetings.map(({ id, startsAt, endsAt, state }) => (
          <li key={id} className="name-lines">
            <Link to={state === 'times_open' ? `/holds/${id}` : `/consultations/${id}`}>{dates.range(startsAt, endsAt)}</Link>
            <span className="second">{t(`meetings.${state}`)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
