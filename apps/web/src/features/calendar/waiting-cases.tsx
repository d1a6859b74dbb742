import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call } from '../../api/call.js';
import { everyPage } from '../../api/every-page.js';
import { keys } from '../../api/keys.js';
import { useMe } from '../../app/session.js';
import { ButtonLink } from '../../components/button-link.js';
import { ErrorBox } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';

/** Cases of the centre that nobody has booked a time for, the longest waiting first; nothing while there are none. */
export function WaitingCases() {
  const { t } = useTranslation('calendar');
  const { activeCentre } = useMe();
  const dates = useDateText();
  const words = useCaseWords();
  const query = { scope: 'centre' as const, state: 'submitted' as const };
  const list = useQuery({
    queryKey: keys.cases.list(query),
    queryFn: ({ signal }) => everyPage((from) => call('GET /api/cases', { query: { ...query, ...from }, signal })),
  });
  const waiting = (list.data ?? []).filter(({ centreId }) => centreId === activeCentre?.id).reverse();
  if (list.isError) return <Panel><ErrorBox title={t('waiting.failed')} error={list.error} onRetry={() => void list.refetch()} /></Panel>;
  if (waiting.length === 0) return null;
  return (
    <section className="waiting-cases" aria-labelledby="waiting-cases">
      <h2 id="waiting-cases">{t('waiting.title')}</h2>
      <Panel flush>
        <ul className="rows">
          {waiting.map((one) => {
            const named = one.title ?? words.themes(one);
            return (
              <li key={one.id} className="week-row">
                <span className="name-lines">
                  <Link to={`/cases/${one.id}`}>{named}</Link>
                  <span className="second">{[one.number, words.age(one.ageBand), t('waiting.since', { day: dates.dayInList(one.createdAt) })].join(' · ')}</span>
                </span>
                <ButtonLink to={`/cases/${one.id}/time`} aria-label={t('waiting.findNamed', { named })}>{t('waiting.find')}</ButtonLink>
              </li>
            );
          })}
        </ul>
      </Panel>
    </section>
  );
}
