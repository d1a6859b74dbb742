import type { Hold } from '@app/contracts';
import { CircleHelp, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../components/button-link.js';
import { NameLines, Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';
import './hold-rows.css';

/** Whether the reader still has to answer. */
export function isAsked({ my }: Hold): boolean {
  return my.may.answer && my.times.every(({ answer }) => answer === null);
}

/** Open holds as rows: when, what, how far. */
export function HoldRows({ title, items }: { title: string; items: readonly Hold[] }) {
  const { t } = useTranslation('holds');
  const dates = useDateText();
  const words = useCaseWords();
  if (items.length === 0) return null;
  return (
    <section className="hold-rows">
      <h2>{title}</h2>
      <Panel flush>
        <ul className="rows">
          {items.map((hold) => {
            const open = hold.times.filter(({ state }) => state === 'open');
            const heading = words.heading(hold);
            const asked = isAsked(hold);
            return (
              <li key={hold.id} className="hold-row">
                <NameLines name={t('row.times', { count: open.length })} detail={open.map(({ startsAt }) => dates.shortDay(startsAt)).join(' · ')} />
                <NameLines name={heading} detail={[hold.case?.number, t('row.until', { day: dates.dayInList(hold.expiresAt) })].filter(Boolean).join(' · ')} />
                {asked ? <Status tone="info" icon={CircleHelp}>{t('row.yourAnswer')}</Status> : <Status tone="calm" icon={Hourglass}>{answered(hold, t)}</Status>}
                <ButtonLink to={`/holds/${hold.id}`} aria-label={t(asked ? 'row.answerNamed' : 'row.openNamed', { named: heading })}>{t(asked ? 'row.answer' : 'row.open')}</ButtonLink>
              </li>
            );
          })}
        </ul>
      </Panel>
    </section>
  );
}

function answered(hold: Hold, t: ReturnType<typeof useTranslation<'holds'>>['t']): string {
  if (hold.times.every(({ standing }) => standing === null)) return t('row.waiting');
  const asked = hold.people.filter(({ standing }) => standing === 'asked');
  return t('row.answered', { count: asked.filter(({ respondedAt }) => respondedAt !== null).length, all: asked.length });
}
