import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Segmented } from '../../components/choice.js';
import { DateField } from '../../components/date-field.js';
import { Dialog } from '../../components/dialog.js';
import { type DateException, faultOf } from './rules.js';
import type { DayWindow } from './week-windows.js';
import { WindowFields } from './window-fields.js';

const mostWindows = 8;
const firstWindow: DayWindow = { from: '09:00', to: '12:00' };

interface ExceptionDialogProps {
  /** The one that is changed; none for a new one. */
  exception: DateException | undefined;
  /** Dates that have an exception of their own. */
  taken: readonly string[];
  today: string;
  onClose: () => void;
  onDone: (exception: DateException) => void;
}

/** A date that is closed or has other hours than its weekday. */
export function ExceptionDialog({ exception, taken, today, onClose, onDone }: ExceptionDialogProps) {
  const { t } = useTranslation('availability');
  const [date, setDate] = useState(exception?.date ?? '');
  const [kind, setKind] = useState<'closed' | 'hours'>(exception !== undefined && exception.hours.length > 0 ? 'hours' : 'closed');
  const [hours, setHours] = useState<readonly DayWindow[]>(exception?.hours.length ? exception.hours : [firstWindow]);
  const [checked, setChecked] = useState(false);
  const faultOfDate = date === '' ? t('fault.day') : taken.includes(date) ? t('fault.taken') : undefined;

  const finish = () => {
    setChecked(true);
    const kept = kind === 'closed' ? [] : [...hours].sort((one, other) => one.from.localeCompare(other.from));
    if (faultOfDate === undefined && kept.every((window) => faultOf(window) === undefined)) onDone({ date, hours: kept });
  };

  return (
    <Dialog
      title={t(exception === undefined ? 'exceptions.new' : 'exceptions.change')}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('cancel')}</Button>
          <Button kind="filled" onClick={finish}>{t(exception === undefined ? 'exceptions.add' : 'special.keep')}</Button>
        </>
      }
    >
      <DateField label={t('exceptions.date')} min={today} value={date} error={checked || taken.includes(date) ? faultOfDate : undefined} onChange={setDate} />
      <Segmented
        legend={t('exceptions.kind')}
        options={[
          { value: 'closed', label: t('exceptions.closed') },
          { value: 'hours', label: t('exceptions.hours') },
        ]}
        value={kind}
        onChange={setKind}
      />
      {kind === 'hours' && (
        <div className="hours-windows">
          {hours.map((window, index) => (
            <WindowFields
              key={index}
              window={window}
              name={t('exceptions.window', { number: index + 1 })}
              fault={checked ? faultOf(window) : undefined}
              onChange={(changed) => setHours(hours.map((one, at) => (at === index ? changed : one)))}
              onRemove={hours.length === 1 ? null : () => setHours(hours.filter((_, at) => at !== index))}
            />
          ))}
          {hours.length < mostWindows && (
            <Button kind="text" size="compact" icon={Plus} onClick={() => setHours([...hours, { from: '', to: '' }])}>{t('weekly.add')}</Button>
          )}
        </div>
      )}
    </Dialog>
  );
}
