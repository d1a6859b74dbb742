import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/button.js';
import { PaperSummary } from './paper-summary.js';

/** The case summary over the lobby, to be read before the door opens. */
export function SummaryDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation('meeting');
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className="summary-dialog paper"
      aria-label={t('lobby.summary')}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="summary-dialog-head">
        <h2>{t('lobby.summary')}</h2>
        <IconButton icon={X} label={t('paper.close')} onClick={onClose} />
      </div>
      <PaperSummary caseId={caseId} />
    </dialog>
  );
}
