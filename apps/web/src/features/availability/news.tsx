import type { Availability } from '@app/contracts';
import { UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Notice } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useRuleWords } from './rule-words.js';
import type { Draft } from './use-draft.js';

/** What somebody else saved while changes here were not saved yet: theirs is shown, and nothing is decided unasked. */
export function News({ draft, kept }: { draft: Draft; kept: Availability }) {
  const { t } = useTranslation('availability');
  const dates = useDateText();
  const words = useRuleWords();
  const { theirs, disputed } = draft;
  const [latest] = kept.changes;
  const told = latest === undefined ? t('news.somebody') : t('news.who', { by: latest.by, time: dates.dateTime(latest.at) });
  return (
    <div role="status">
      {theirs.length > 0 && (
        <Notice tone="warn" icon={UsersRound}>
          <div className="news">
            <p><b>{told}</b> {t('news.kept')}</p>
            <ul>
              {theirs.map((field) => (
                <li key={field}>
                  <p>{t('news.now', { part: t(`part.${field}`), value: words.value(field, kept, disputed.includes(field) ? draft.rules : draft.before) })}</p>
                  {disputed.includes(field) && <p>{t('news.yours', { value: words.value(field, draft.rules, kept) })}</p>}
                  {disputed.includes(field) && <Button size="compact" onClick={() => draft.drop(field)}>{t('news.take', { part: t(`part.${field}`) })}</Button>}
                </li>
              ))}
            </ul>
            <Button size="compact" onClick={draft.accept}>{disputed.length > 0 ? t('news.keep') : t('news.seen')}</Button>
          </div>
        </Notice>
      )}
    </div>
  );
}
