import type { NoSlotsAnswer, SlotResult } from '@app/contracts';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { useDateText } from '../../i18n/use-texts.js';
import { addDays, noon } from '../calendar/days.js';
import type { Culprit, PanelWords } from './panel-words.js';

type Relaxation = NoSlotsAnswer['relaxations'][number];

interface BottleneckLineProps {
  bottleneck: NonNullable<SlotResult['bottleneck']>;
  words: PanelWords;
  /** Null where there is nothing to give up: the owner comes in any case. */
  onSpare: (() => void) | null;
  onFindSubstitute: (() => void) | null;
}

/** Who stands in the way most, and what it would give to do without. */
export function BottleneckLine({ bottleneck, words, onSpare, onFindSubstitute }: BottleneckLineProps) {
  const { t } = useTranslation('booking');
  return (
    <div className="slots-missing">
      <TriangleAlert size={18} aria-hidden="true" />
      <p>{t('bottleneck', { name: words.culprit(bottleneck), count: bottleneck.slotsMore })}</p>
      <span className="slots-missing-actions">
        {onSpare !== null && <Button kind="text" size="compact" onClick={onSpare}>{t('showThem')}</Button>}
        {onFindSubstitute !== null && <Button kind="text" size="compact" onClick={onFindSubstitute}>{t('findAnother')}</Button>}
      </span>
    </div>
  );
}

interface WhyNoneProps {
  why: NoSlotsAnswer;
  words: PanelWords;
  onRelax: (relaxation: Relaxation) => void;
}

/** Why no time suits, in sentences, and the least changes that would give some. */
export function WhyNone({ why, words, onRelax }: WhyNoneProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const name = (one: Culprit) => words.culprit(one);
  const offer = (one: Relaxation) => {
    if (one.kind === 'shorter') return t('relax.shorter', { duration: dates.duration(one.durationMinutes), count: one.slots });
    if (one.kind === 'wider') return t('relax.wider', { day: dates.dayInList(noon(addDays(one.to, -1))), count: one.slots });
    return t('relax.optional', { name: name(one), count: one.slots });
  };
  return (
    <div className="slots-why">
      <ul>
        {why.reasons.map((one) => (
          <li key={`${one.role}${one.personId}${one.reason}`}>{t(`why.${one.reason}`, { name: name(one) })}</li>
        ))}
      </ul>
      {why.relaxations.length > 0 && <p>{t('relax.title')}</p>}
      <div className="slots-relax">
        {why.relaxations.map((one) => (
          <Button key={offer(one)} size="compact" onClick={() => onRelax(one)}>{offer(one)}</Button>
        ))}
      </div>
    </div>
  );
}
