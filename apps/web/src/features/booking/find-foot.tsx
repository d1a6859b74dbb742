import type { Slot, TimeRange } from '@app/contracts';
import { X } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/api-error.js';
import { Button, IconButton } from '../../components/button.js';
import { ErrorBox } from '../../components/feedback.js';
import { useDateText } from '../../i18n/use-texts.js';
import type { Picked } from './use-picks.js';

interface FindFootProps {
  picked: readonly Picked[];
  onDrop: (startsAt: string) => void;
  /** What is held with one click while nothing is chosen. */
  best: readonly Slot[];
  /** Why nothing can be booked or held now. */
  blocked: string | undefined;
  busy: 'book' | 'hold' | null;
  error: unknown;
  onBook: (pick: Picked) => void;
  onHold: (times: readonly TimeRange[]) => void;
  onInstead: (range: TimeRange) => void;
  /** Roles of the one chosen time. */
  note: string;
  ref: Ref<HTMLDivElement>;
}

/** The chosen times and what is done with them: one is booked at once, several are held until everybody has answered. */
export function FindFoot({ picked, onDrop, best, blocked, busy, error, onBook, onHold, onInstead, note, ref }: FindFootProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const free = picked.filter(({ gone }) => !gone);
  const [only] = free.length === 1 ? free : [];
  const times = free.length > 0 ? free : best;
  const holdable = blocked === undefined && times.length > 0 && !only?.byHand?.reason;
  const inList = (range: TimeRange) => `${dates.dayInList(range.startsAt)} ${dates.times(range.startsAt, range.endsAt)}${dates.zoneNote(range.startsAt)}`;
  return (
    <div className="find-foot" data-foot ref={ref}>
      {error !== null && <Failed error={error} onInstead={onInstead} />}
      <div className="find-chosen" aria-live="polite">
        {only && <p><b>{dates.range(only.startsAt, only.endsAt)}</b> <span className="second">{note}</span></p>}
        {free.length === 0 && best.length > 0 && blocked === undefined && <span className="second">{t('hold.best', { count: best.length, times: best.map(inList).join(', ') })}</span>}
        {free.length > 1 && (
          <ul>
            {free.map((pick) => (
              <li key={pick.startsAt}>{inList(pick)}<IconButton icon={X} label={t('hold.drop', { time: inList(pick) })} onClick={() => onDrop(pick.startsAt)} /></li>
            ))}
          </ul>
        )}
      </div>
      <div className="find-actions">
        {holdable && (
          <Button
            kind={only ? 'outlined' : 'filled'}
            size="main"
            busy={busy === 'hold'}
            busyText={t('hold.busy')}
            onClick={() => onHold(times)}
          >
            {only ? t('hold.one') : free.length > 1 ? t('hold.several', { count: free.length }) : t('hold.bestButton', { count: best.length })}
          </Button>
        )}
        {(only || !holdable) && (
          <Button kind="filled" size="main" busy={busy === 'book'} busyText={t('booking')} disabledReason={blocked ?? (only ? undefined : t('chooseFirst'))} onClick={() => only && onBook(only)}>
            {t('book')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Failed({ error, onInstead }: { error: unknown; onInstead: (range: TimeRange) => void }) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const alternatives = error instanceof ApiError ? ((error.problem?.['alternatives'] as TimeRange[] | undefined) ?? []) : [];
  return (
    <div className="find-failed" role="alert">
      <ErrorBox title={t('notBooked')} error={error} />
      {alternatives.length > 0 && (
        <div className="find-alternatives">
          <p>{t('alternatives')}</p>
          {alternatives.slice(0, 4).map((free) => (
            <Button key={free.startsAt} size="compact" onClick={() => onInstead(free)}>{dates.range(free.startsAt, free.endsAt)}</Button>
          ))}
        </div>
      )}
    </div>
  );
}
