import type { Hold } from '@app/contracts';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorBox } from '../../components/feedback.js';
import { Notice } from '../../components/status.js';
import { useToast } from '../../components/toast.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useHoldChange } from './use-hold-change.js';
import { useMissing } from './use-missing.js';

/** Confirms one of the times by hand: says first what is missing and who has not answered. */
export function ConfirmDialog({ hold, time, onClose }: { hold: Hold; time: Hold['times'][number]; onClose: () => void }) {
  const { t } = useTranslation('holds');
  const dates = useDateText();
  const toast = useToast();
  const { missing, unanswered } = useMissing(hold, time);
  const when = dates.range(time.startsAt, time.endsAt);
  const confirm = useHoldChange(hold, () => {
    toast({ text: t('confirm.done', { time: when }) });
    onClose();
  });
  return (
    <Dialog
      title={t('confirm.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('back')}</Button>
          <Button kind="filled" busy={confirm.isPending} onClick={() => confirm.mutate({ timeId: time.id })}>{t('confirm.do')}</Button>
        </>
      }
    >
      <p>{when}</p>
      {missing.length > 0 && <Notice tone="warn" icon={TriangleAlert}>{t('time.missing', { names: missing.join(', ') })}</Notice>}
      {unanswered.length > 0 && <p>{t('confirm.unanswered', { names: unanswered.join(', ') })}</p>}
      <p>{t('confirm.consequence')}</p>
      {confirm.isError && <ErrorBox title={t('confirm.failed')} error={confirm.error} />}
    </Dialog>
  );
}
