import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { Notice } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';

/** That times are held for the case already, and the way to them. */
export function OpenHolds({ caseId }: { caseId: string }) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const query = { caseId };
  const found = useQuery({ queryKey: keys.holds.list(query), queryFn: ({ signal }) => call('GET /api/holds', { query, signal }) });
  return found.data?.items.map((hold) => (
    <Notice key={hold.id} tone="info" icon={CalendarClock}>
      {t('hold.open', { times: hold.times.filter(({ state }) => state === 'open').map(({ startsAt }) => `${dates.dayInList(startsAt)} ${dates.clock(startsAt)}`).join(', ') })}{' '}
      <Link to={`/holds/${hold.id}`}>{t('hold.see')}</Link>
    </Notice>
  ));
}
