import type { Slot, SlotResult } from '@app/contracts';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { type Panel, unfilledAt } from './panel.js';
import { type PanelWords, rolesAt } from './panel-words.js';
import type { Picked } from './use-picks.js';

export interface SlotRowProps {
  slot: Slot;
  panel: Panel;
  words: PanelWords;
  chosen: boolean;
  /** Why it is the recommended one. */
  reason: NonNullable<SlotResult['recommended']>['reason'] | null;
  /** Whether a part of the day was asked for. */
  part: boolean;
  disabled: boolean;
  onToggle: () => void;
}

/** One time: when, how many roles, who would come, and what speaks for it. */
export function SlotRow({ slot, panel, words, chosen, reason, part, disabled, onToggle }: SlotRowProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const { filled, all } = rolesAt(panel, slot);
  const coming = [...new Set([...slot.seats.flatMap(({ personIds }) => personIds), ...panel.fixed.map(({ personId }) => personId)])].filter((id) => !slot.missing.includes(id));
  const missing = [...unfilledAt(panel, slot).map(words.roleInside), ...slot.missing.map(words.short)].join(', ');
  const good = missing === '';
  return (
    <label className="slot-row" data-recommended={reason !== null || undefined}>
      <input type="checkbox" checked={chosen} disabled={disabled && !chosen} onChange={onToggle} />
      <b className="slot-time">{dates.times(slot.startsAt, slot.endsAt)}</b>
      <Status tone={good ? 'ok' : 'warn'} icon={good ? CircleCheck : TriangleAlert}>{all > 0 ? t('roles', { filled, all }) : missing === '' ? t('everybody') : t('notEverybody')}</Status>
      <span className="slot-who">
        {coming.map(words.short).join(', ')}
        {missing !== '' && <span className="slot-missing">{t('missing', { names: missing })}</span>}
      </span>
      {reason !== null && <b className="slot-reason">{t(`recommended.${reason === 'preferred' && !part ? 'office' : reason}`)}</b>}
    </label>
  );
}

/** A chosen time that somebody else has taken: it stays to say so, with the nearest one that is still free. */
export function TakenRow({ pick, next, onDrop, onReplace }: { pick: Picked; next: Slot | undefined; onDrop: () => void; onReplace: (slot: Slot) => void }) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  return (
    <div className="slot-taken" role="status">
      <s className="slot-time">{dates.times(pick.startsAt, pick.endsAt)}</s>
      <Status tone="bad" icon={TriangleAlert}>{t('taken.title')}</Status>
      <span className="slot-taken-actions">
        {next !== undefined && (
          <Button size="compact" onClick={() => onReplace(next)}>
            {t('taken.instead', { time: `${dates.dayInList(next.startsAt)} ${dates.times(next.startsAt, next.endsAt)}` })}
          </Button>
        )}
        <Button kind="text" size="compact" onClick={onDrop}>{t('taken.drop')}</Button>
      </span>
    </div>
  );
}
