import type { NoSlotsAnswer, Slot, SlotResult } from '@app/contracts';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.js';
import { Segmented } from '../../components/choice.js';
import { Empty, ErrorBox, Skeleton } from '../../components/feedback.js';
import { addDays, isoWeek } from '../calendar/days.js';
import type { HourChoice } from './hours.js';
import { BottleneckLine, WhyNone } from './missing-sentence.js';
import { isComplete, type Panel } from './panel.js';
import type { Culprit, PanelWords } from './panel-words.js';
import { SlotList } from './slot-list.js';
import type { Picks } from './use-picks.js';
import type { Span, useSlots } from './use-slots.js';
import './slots.css';

interface TimesProps {
  slots: ReturnType<typeof useSlots>;
  result: SlotResult | undefined;
  /** Those of the result that lie in the shown hours, best first. */
  shown: readonly Slot[];
  panel: Panel;
  words: PanelWords;
  part: boolean;
  picks: Picks;
  monday: string;
  today: string;
  onWeek: (monday: string) => void;
  span: Span;
  onSpan: (span: Span) => void;
  hours: HourChoice;
  onHours: (hours: HourChoice) => void;
  /** Does without a role or person; null for those who come in any case. */
  onSpare: (one: Culprit) => (() => void) | null;
  onFindFor: (role: string) => void;
  onRelax: (one: NoSlotsAnswer['relaxations'][number]) => void;
}

/** The times that suit, the days they are looked for in, and what is missing for more. */
export function Times({ slots, result, shown, panel, words, part, picks, monday, today, onWeek, span, onSpan, hours, onHours, onSpare, onFindFor, onRelax }: TimesProps) {
  const { t } = useTranslation('booking');
  const { list, nobody } = slots;
  const hidden = (result?.slots.length ?? 0) - shown.length;
  const bottleneck = result?.bottleneck ?? null;
  const spare = bottleneck && onSpare(bottleneck);
  const role = bottleneck?.role ?? null;
  const count = shown.length;
  const everyRole = panel.roles.length > 0 && shown.every((slot) => isComplete(panel, slot));
  return (
    <section className="slots" aria-busy={list.isPlaceholderData || undefined}>
      <div className="slots-head">
        <h2 aria-live="polite">{result === undefined ? t('times') : count === 0 ? t('noneTitle') : t(slots.truncated ? 'foundOver' : everyRole ? 'foundRoles' : 'found', { count })}</h2>
        <div className="slots-week">
          <IconButton icon={ChevronLeft} label={t('previousWeek')} disabled={monday <= today} onClick={() => onWeek(addDays(monday, -7))} />
          <b>{t('week', { week: isoWeek(monday) })}</b>
          <IconButton icon={ChevronRight} label={t('nextWeek')} onClick={() => onWeek(addDays(monday, 7))} />
        </div>
        <div className="slots-options">
          <Segmented legend={t('hours')} options={[{ value: 'office', label: t('hoursOffice') }, { value: 'all', label: t('hoursAll') }]} value={hours} onChange={onHours} />
          <Segmented legend={t('span.legend')} options={[{ value: 'week', label: t('span.week') }, { value: 'weeks', label: t('span.weeks') }]} value={span} onChange={onSpan} />
        </div>
      </div>
      {nobody && <div className="slots-inside"><Empty title={t('nobodyTitle')}>{t('nobodyWhy')}</Empty></div>}
      {!nobody && list.isPending && <div className="slots-inside"><Skeleton rows={5} rowHeight={48} /></div>}
      {!nobody && list.error !== null && <div className="slots-inside"><ErrorBox title={t('timesFailed')} error={list.error} onRetry={() => void list.refetch()} /></div>}
      {result !== undefined && count === 0 && (
        <div className="slots-inside">
          {result.why !== null && <WhyNone why={result.why} words={words} onRelax={onRelax} />}
          <div>{hidden > 0 ? <Button onClick={() => onHours('all')}>{t('showAllHours', { count: hidden })}</Button> : <Button onClick={() => onWeek(addDays(monday, 7))}>{t('tryNextWeek')}</Button>}</div>
        </div>
      )}
      {result !== undefined && <SlotList slots={shown} recommended={result.recommended} panel={panel} words={words} part={part} picks={picks} />}
      {bottleneck !== null && bottleneck.slotsMore > 0 && result?.why == null && (
        <BottleneckLine bottleneck={bottleneck} words={words} onSpare={spare} onFindSubstitute={role === null ? null : () => onFindFor(role)} />
      )}
    </section>
  );
}
