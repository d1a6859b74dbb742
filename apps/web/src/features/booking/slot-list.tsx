import type { SlotResult, TimeRange } from '@app/contracts';
import { ChevronLeft, ChevronRight, TriangleAlert, UserMinus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.js';
import { Segmented } from '../../components/choice.js';
import { Empty, ErrorBox, Skeleton } from '../../components/feedback.js';
import { Notice } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { addDays, isoWeek } from '../calendar/days.js';
import { type HourChoice, type HourWindow, isInside } from './hours.js';
import { SlotDay } from './slot-day.js';

interface SlotListProps {
  monday: string;
  today: string;
  onWeek: (monday: string) => void;
  hours: HourChoice;
  onHours: (hours: HourChoice) => void;
  window: HourWindow;
  /** Nobody has been asked yet. */
  nobody: boolean;
  pending: boolean;
  error: unknown;
  onRetry: () => void;
  result: SlotResult | undefined;
  names: ReadonlyMap<string, string>;
  /** Start of the chosen time. */
  chosen: string | null;
  onChoose: (range: TimeRange) => void;
  /** Makes somebody optional; null for those who are always needed. */
  onSpare: (personId: string) => (() => void) | null;
}

/** The times that suit, day by day; when none does, whose calendar stands in the way. */
export function SlotList({ monday, today, onWeek, hours, onHours, window, nobody, pending, error, onRetry, result, names, chosen, onChoose, onSpare }: SlotListProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const all = result?.slots ?? [];
  const slots = all.filter((slot) => isInside(dates, window, slot));
  const hidden = all.length - slots.length;
  const days = [...Map.groupBy(slots, ({ startsAt }) => dates.isoDay(startsAt))].sort(([one], [other]) => one.localeCompare(other));
  const missing = result?.bottleneck?.personId ?? null;
  const spare = missing === null ? null : onSpare(missing);

  return (
    <section className="slots">
      <div className="slots-head">
        <h2 aria-live="polite">{result === undefined ? t('times') : t('found', { count: slots.length })}</h2>
        <Segmented
          legend={t('hours')}
          options={[
            { value: 'office', label: t('hoursOffice') },
            { value: 'all', label: t('hoursAll') },
          ]}
          value={hours}
          onChange={onHours}
        />
        <div className="slots-week">
          <IconButton icon={ChevronLeft} label={t('previousWeek')} disabled={monday <= today} onClick={() => onWeek(addDays(monday, -7))} />
          <b>{t('week', { week: isoWeek(monday) })}</b>
          <IconButton icon={ChevronRight} label={t('nextWeek')} onClick={() => onWeek(addDays(monday, 7))} />
        </div>
      </div>
      {nobody && <div className="slots-inside"><Empty title={t('nobodyTitle')}>{t('nobodyWhy')}</Empty></div>}
      {!nobody && pending && <div className="slots-inside"><Skeleton rows={5} rowHeight={97} /></div>}
      {error !== null && error !== undefined && <div className="slots-inside"><ErrorBox title={t('timesFailed')} error={error} onRetry={onRetry} /></div>}
      {result !== undefined && slots.length === 0 && (
        <div className="slots-inside">
          <Empty title={t('noneTitle')} action={hidden > 0 ? <Button onClick={() => onHours('all')}>{t('showAllHours', { count: hidden })}</Button> : <Button onClick={() => onWeek(addDays(monday, 7))}>{t('tryNextWeek')}</Button>}>
            {t('noneWhy')}
          </Empty>
        </div>
      )}
      {missing !== null && (
        <div className="slots-inside">
          <Notice tone="warn" icon={TriangleAlert}>
            <div className="slots-why">
              {t('bottleneck', { name: names.get(missing) ?? '', count: result?.bottleneck?.slotsMore ?? 0 })}
              {spare !== null && <Button size="compact" icon={UserMinus} onClick={spare}>{t('spare')}</Button>}
            </div>
          </Notice>
        </div>
      )}
      {days.map(([day, ofDay]) => (
        <SlotDay key={day} day={day} slots={ofDay} window={window} names={names} chosen={chosen} onChoose={onChoose} />
      ))}
    </section>
  );
}
