import type { Availability } from '@app/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Panel } from '../../components/panel.js';
import { useLocalised } from '../../i18n/use-texts.js';
import { useRuleWords } from './rule-words.js';

const firstShown = 5;

/** Days on which the centre is closed for everybody: told, not changed here. */
export function ClosedDays({ days }: { days: Availability['closedDays'] }) {
  const { t } = useTranslation('availability');
  const words = useRuleWords();
  const localised = useLocalised();
  const [all, setAll] = useState(false);
  if (days.length === 0) return null;
  return (
    <Panel title={t('closed.title')}>
      <p className="second">{t('closed.why')}</p>
      <ul className="plain-list">
        {days.slice(0, all ? days.length : firstShown).map(({ from, to, name }) => (
          <li key={from + name.fi}>
            <span>{localised(name)}</span>
            <span className="second">{words.leave({ from, to })}</span>
          </li>
        ))}
      </ul>
      {days.length > firstShown && (
        <Button kind="text" size="compact" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('closed.fewer') : t('closed.all', { count: days.length })}</Button>
      )}
    </Panel>
  );
}
