import type { Hold } from '@app/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorBox } from '../../components/feedback.js';
import { TextField } from '../../components/field.js';
import { useToast } from '../../components/toast.js';
import { useHoldChange } from './use-hold-change.js';

/** Gives all the times free again, with a reason that those asked see. */
export function ReleaseDialog({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const { t } = useTranslation('holds');
  const me = useMe();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const release = useHoldChange(hold, () => {
    toast({ text: t('release.done') });
    onClose();
  });
  const confirm = () => {
    setChecked(true);
    if (reason.trim() !== '') release.mutate({ reason: reason.trim() });
  };
  return (
    <Dialog
      title={t('release.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('back')}</Button>
          <Button kind="destructive-filled" busy={release.isPending} onClick={confirm}>{t('release.confirm')}</Button>
        </>
      }
    >
      <p>{t('release.consequence', { count: hold.people.filter(({ standing, personId }) => standing === 'asked' && personId !== me.person.personId).length })}</p>
      <TextField
        label={t('release.reason')}
        help={t('release.reasonHelp')}
        error={checked && reason.trim() === '' ? t('release.reasonNeeded') : undefined}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.target.value)}
      />
      {release.isError && <ErrorBox title={t('release.failed')} error={release.error} />}
    </Dialog>
  );
}
