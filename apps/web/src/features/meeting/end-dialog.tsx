import type { Consultation } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorBox } from '../../components/feedback.js';

/** Ends the meeting for everybody. */
export function EndDialog({ consultation, onClose }: { consultation: Consultation; onClose: () => void }) {
  const { t } = useTranslation('meeting');
  const cache = useQueryClient();
  const key = keys.consultations.one(consultation.id);
  const end = useMutation({
    mutationFn: () => call('POST /api/consultations/:id/end', { params: { id: consultation.id }, body: { version: consultation.version } }),
    onSuccess: (ended) => {
      cache.setQueryData(key, ended);
      void cache.invalidateQueries({ queryKey: keys.consultations.lists });
      onClose();
    },
    onError: () => void cache.invalidateQueries({ queryKey: key }),
  });
  return (
    <Dialog
      title={t('end.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('back')}</Button>
          <Button kind="destructive-filled" busy={end.isPending} onClick={() => end.mutate()}>{t('end.confirm')}</Button>
        </>
      }
    >
      <p>{t('end.consequence')}</p>
      {end.isError && <ErrorBox title={t('end.failed')} error={end.error} />}
    </Dialog>
  );
}
