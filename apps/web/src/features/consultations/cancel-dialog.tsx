import type { Consultation } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorBox } from '../../components/feedback.js';
import { TextField } from '../../components/field.js';
import { useToast } from '../../components/toast.js';
import { useDateText } from '../../i18n/use-texts.js';

/** Cancels with a reason that everybody invited sees in the app. */
export function CancelDialog({ consultation, onClose }: { consultation: Consultation; onClose: () => void }) {
  const { t } = useTranslation('consultations');
  const dates = useDateText();
  const cache = useQueryClient();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const attempt = useRef({ meant: '', key: '' });

  const cancel = useMutation({
    mutationFn: () => {
      const body = { version: consultation.version, reason: reason.trim() };
      const meant = JSON.stringify(body);
      if (attempt.current.meant !== meant) attempt.current = { meant, key: crypto.randomUUID() };
      return call('POST /api/consultations/:id/cancel', { params: { id: consultation.id }, body, idempotencyKey: attempt.current.key });
    },
    onSuccess: (cancelled) => {
      cache.setQueryData(keys.consultations.one(cancelled.id), cancelled);
      void cache.invalidateQueries({ queryKey: keys.consultations.lists });
      toast({ text: t('cancel.done') });
      onClose();
    },
    onError: () => void cache.invalidateQueries({ queryKey: keys.consultations.one(consultation.id) }),
  });

  const confirm = () => {
    setChecked(true);
    if (reason.trim() !== '') cancel.mutate();
  };

  return (
    <Dialog
      title={t('cancel.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('back')}</Button>
          <Button kind="destructive-filled" busy={cancel.isPending} onClick={confirm}>{t('cancel.confirm')}</Button>
        </>
      }
    >
      <p className="second">{dates.range(consultation.startsAt, consultation.endsAt)}</p>
      <p>{t('cancel.consequence', { count: consultation.participants.length })}</p>
      <TextField
        label={t('cancel.reason')}
        help={t('cancel.reasonHelp')}
        error={checked && reason.trim() === '' ? t('cancel.reasonNeeded') : undefined}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.target.value)}
      />
      {cancel.isError && <ErrorBox title={t('cancel.failed')} error={cancel.error} />}
    </Dialog>
  );
}
