import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { DateField } from '../../components/date-field.js';
import { Dialog } from '../../components/dialog.js';
import { addDays } from '../calendar/days.js';
import type { Leave } from './rules.js';

interface LeaveDialogProps {
  /** The one that is changed; none for a new one. */
  leave: Leave | undefined;
  today: string;
  onClose: () => void;
  onDone: (leave: Leave) => void;
}

/** First and last day of a leave; kept half open, said as people say it. */
export function LeaveDialog({ leave, today, onClose, onDone }: LeaveDialogProps) {
  const { t } = useTranslation('availability');
  const [first, setFirst] = useState(leave?.from ?? '');
  const [last, setLast] = useState(leave === undefined ? '' : addDays(leave.to, -1));
  const [checked, setChecked] = useState(false);
  const backwards = first !== '' && last !== '' && last < first;
  const fault = (day: string) => (checked && day === '' ? t('fault.day') : undefined);

  const finish = () => {
    setChecked(true);
    if (first !== '' && last !== '' && !backwards) onDone({ from: first, to: addDays(last, 1) });
  };

  return (
    <Dialog
      title={t(leave === undefined ? 'leaves.new' : 'leaves.change')}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('cancel')}</Button>
          <Button kind="filled" onClick={finish}>{t(leave === undefined ? 'leaves.add' : 'special.keep')}</Button>
        </>
      }
    >
      <div className="dialog-fields">
        <DateField label={t('leaves.first')} min={today} value={first} error={fault(first)} onChange={setFirst} />
        <DateField label={t('leaves.last')} min={first === '' ? today : first} value={last} error={backwards ? t('fault.backwards') : fault(last)} onChange={setLast} />
      </div>
      <p>{t('leaves.consequence')}</p>
    </Dialog>
  );
}
