import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { ErrorBox } from '../../components/feedback.js';
import type { Draft } from './use-draft.js';

interface SaveFootProps {
  draft: Draft;
  saving: boolean;
  /** Faults that must be mended first are shown on the page. */
  faulty: boolean;
  error: unknown;
  onSave: () => void;
}

/** What is not saved yet, and the one button that saves it. */
export function SaveFoot({ draft, saving, faulty, error, onSave }: SaveFootProps) {
  const { t } = useTranslation('availability');
  const { changed, disputed } = draft;
  const reason = changed.length === 0 ? t('foot.nothing') : disputed.length > 0 ? t('foot.decide') : undefined;
  return (
    <div className="save-foot" data-foot data-unsaved={changed.length > 0 || undefined}>
      {error !== null && <div className="save-failed"><ErrorBox title={t('foot.failed')} error={error} /></div>}
      {faulty && <p className="save-failed save-faulty" role="alert">{t('foot.faulty')}</p>}
      {changed.length > 0 && (
        <p className="save-what">
          <b>{t('foot.unsaved')}</b> {[...new Set(changed.map((field) => t(`part.${field}`)))].join(', ')}
        </p>
      )}
      {changed.length > 0 && <Button kind="text" onClick={() => draft.drop()}>{t('foot.drop')}</Button>}
      <Button kind="filled" size="main" busy={saving} busyText={t('foot.saving')} disabledReason={reason} onClick={onSave}>{t('foot.save')}</Button>
    </div>
  );
}
