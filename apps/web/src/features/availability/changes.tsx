import type { Availability } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/panel.js';
import { useDateText } from '../../i18n/use-texts.js';

/** Who has changed these hours and when, so that an expert sees a coordinator's hand. */
export function Changes({ changes }: { changes: Availability['changes'] }) {
  const { t } = useTranslation('availability');
  const dates = useDateText();
  return (
    <Panel title={t('changes.title')}>
      {changes.length === 0 && <p className="second">{t('changes.none')}</p>}
      <ul className="plain-list" data-changes>
        {changes.map(({ at, by, own }) => (
          <li key={at}>
            <span>{own ? by : t('changes.other', { by })}</span>
            <span className="second">{dates.dateTime(at)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
