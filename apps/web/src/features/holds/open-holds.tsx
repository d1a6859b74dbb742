import type { Hold } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { ErrorBox } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { HoldRows, isAsked } from './hold-rows.js';

/** Open holds that one is asked in or manages, or those of the centre. */
export function useOpenHolds(scope: 'mine' | 'centre') {
  const query = { scope };
  return useQuery({ queryKey: keys.holds.list(query), queryFn: ({ signal }) => call('GET /api/holds', { query, signal }) });
}

interface Shown {
  title: string;
  items: readonly Hold[];
}

function Lists({ found, lists }: { found: ReturnType<typeof useOpenHolds>; lists: (items: readonly Hold[]) => readonly Shown[] }) {
  const { t } = useTranslation('holds');
  if (found.isError) return <Panel><ErrorBox title={t('failed')} error={found.error} onRetry={() => void found.refetch()} /></Panel>;
  return lists(found.data?.items ?? []).map(({ title, items }) => <HoldRows key={title} title={title} items={items} />);
}

/** On the home page: what waits for one's own answer, then what waits for others. Nothing while there is none. */
export function OwnHolds() {
  const { t } = useTranslation('holds');
  return (
    <Lists
      found={useOpenHolds('mine')}
      lists={(items) => [
        { title: t('list.asked'), items: items.filter(isAsked) },
        { title: t('list.held'), items: items.filter((hold) => !isAsked(hold)) },
      ]}
    />
  );
}

/** In the calendar of a centre: the times that wait for answers. */
export function CentreHolds() {
  const { t } = useTranslation('holds');
  return <Lists found={useOpenHolds('centre')} lists={(items) => [{ title: t('list.held'), items }]} />;
}
