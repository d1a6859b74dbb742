import type { RosterEntry } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Dialog } from '../../components/dialog.js';
import { useModeration } from './use-moderation.js';

/** Takes somebody out of the meeting until a moderator lets them in again. */
export function RemoveDialog({ person, onClose }: { person: RosterEntry; onClose: () => void }) {
  const { t } = useTranslation('meeting');
  const { remove } = useModeration();
  const confirm = () => {
    remove(person.participationId);
    onClose();
  };
  return (
    <Dialog
      title={t('remove.title', { name: person.name })}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('back')}</Button>
          <Button kind="destructive-filled" onClick={confirm}>{t('remove.confirm')}</Button>
        </>
      }
    >
      <p>{t('remove.consequence')}</p>
    </Dialog>
  );
}
