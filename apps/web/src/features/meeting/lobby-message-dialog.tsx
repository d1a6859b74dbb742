import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRealtime } from '../../app/realtime-context.js';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorBox } from '../../components/feedback.js';
import { TextArea } from '../../components/field.js';
import { useToast } from '../../components/toast.js';
import { useSession } from './session-context.js';

const LONGEST = 500;

/** A few words to everybody who waits at the door. */
export function LobbyMessageDialog({ waiting, onClose }: { waiting: number; onClose: () => void }) {
  const { t } = useTranslation('meeting');
  const realtime = useRealtime();
  const { consultationId } = useSession();
  const toast = useToast();
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: async () => realtime?.ask('meeting.tell-lobby', { consultationId, text: text.trim() }),
    onSuccess: () => {
      toast({ text: t('message.sent') });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('message.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('back')}</Button>
          <Button kind="filled" busy={send.isPending} disabledReason={text.trim() === '' ? t('message.needed') : undefined} onClick={() => send.mutate()}>{t('message.send')}</Button>
        </>
      }
    >
      <p>{t('message.who', { count: waiting })}</p>
      <TextArea label={t('message.label')} maxLength={LONGEST} value={text} onChange={(event) => setText(event.target.value)} />
      {send.isError && <ErrorBox title={t('message.failed')} error={send.error} />}
    </Dialog>
  );
}
