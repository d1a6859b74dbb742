import type { NoSlotsAnswer } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../components/toast.js';
import { useDateText } from '../../i18n/use-texts.js';
import { asFixed, changeRole } from './panel.js';
import type { Culprit, PanelWords } from './panel-words.js';
import type { Wanted } from './use-panel.js';
import type { Span } from './use-slots.js';

interface Search {
  wanted: Wanted;
  span: Span;
}

/** Asks for less, in one click and with a way back. */
export function useRelax({ wanted, span }: Search, words: PanelWords, onSearch: (search: Search) => void) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const toast = useToast();
  const relax = (text: string, change: Partial<Wanted>, wider: Span = span) => {
    onSearch({ wanted: { ...wanted, ...change }, span: wider });
    toast({ text, undo: () => onSearch({ wanted, span }) });
  };
  /** Does without a role or person; null for who comes in any case. */
  const spare = ({ role, personId }: Culprit): (() => void) | null => {
    const text = t('changed.optional', { name: words.culprit({ role, personId }) });
    if (role !== null) return () => relax(text, { panel: changeRole(wanted.panel, role, { required: false }) });
    if (personId === null || !wanted.panel.fixed.some((one) => one.personId === personId)) return null;
    return () => relax(text, { panel: asFixed(wanted.panel, personId, 'optional') });
  };
  return {
    spare,
    take: (one: NoSlotsAnswer['relaxations'][number]) => {
      if (one.kind === 'shorter') relax(t('changed.shorter', { duration: dates.duration(one.durationMinutes) }), { durationMinutes: one.durationMinutes });
      else if (one.kind === 'wider') relax(t('changed.wider'), {}, 'weeks');
      else spare(one)?.();
    },
  };
}
