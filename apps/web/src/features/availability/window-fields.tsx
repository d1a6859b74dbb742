import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/button.js';
import { TimeField } from '../../components/date-field.js';
import type { FaultKey } from './rules.js';
import { type DayWindow, isPastMidnight } from './week-windows.js';

interface WindowFieldsProps {
  window: DayWindow;
  /** What it belongs to, for those who hear the fields one by one: `maanantai`. */
  name: string;
  fault: FaultKey | undefined;
  error?: string | undefined;
  onChange: (window: DayWindow) => void;
  /** None for the one that must stay. */
  onRemove: (() => void) | null;
}

/** Beginning and end of one window. Midnight as an end is typed 0.00 and is the end of the day. */
export function WindowFields({ window, name, fault, error, onChange, onRemove }: WindowFieldsProps) {
  const { t } = useTranslation('availability');
  const wrong = fault === undefined ? error : t(fault);
  return (
    <div className="window-fields" role="group" aria-label={name}>
      <TimeField label={t('window.from')} value={window.from} error={window.from === '' ? wrong : undefined} onChange={(from) => onChange({ from, to: window.to })} />
      <span aria-hidden="true">–</span>
      <TimeField
        label={t('window.to')}
        value={window.to === '24:00' ? '00:00' : window.to}
        error={window.from === '' ? undefined : wrong}
        onChange={(to) => onChange({ from: window.from, to: to === '00:00' ? '24:00' : to })}
      />
      {onRemove !== null && <IconButton icon={X} label={t('window.remove', { name })} onClick={onRemove} />}
      {isPastMidnight(window) && <span className="second">{t('window.nextDay')}</span>}
    </div>
  );
}
