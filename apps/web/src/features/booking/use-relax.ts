import type { NoSlotsAnswer } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../components/toast.js';
import type { Culprit } from './missing-sentence.js';
import { asFixed, changeRole } from './panel.js';
import type { Wanted } from './use-panel.js';
import type { Span } from './use-slots.js';

interface Search {
  wanted: Wanted;
  span: Span;
}

/** Asks for less, in one click and with a way back. */
export function useRelax({ wanted, span }: Search, onSearch: (search: Search) => void) {
  const { t } = useTranslation('booking');
  const toast = useToast();
  const relax = (change: Partial<Wanted>, wider: Span = span) => {
    onSearch({ wanted: { ...wanted, ...change }, span: wider });
    toast({ text: t('changed'), undo: () => onSearch({ wanted, span }) });
  };
  /** Does without a role or person; null for who comes in any case. */
  const spare = ({ role, personId }: Culprit): (() => void) | null => {
    if (role !== null) return () => relax({ panel: changeRole(wanted.panel, role, { required: false }) });
    if (personId === null || !wanted.panel.fixed.some((one) => one.personId === personId)) return null;
    return () => relax({ panel: asFixed(wanted.panel, personId, 'optional') });
  };
  return {
    spare,
    take: (one: NoSlotsAnswer['relaxations'][number]) => {
      if (one.kind === 'shorter') relax({ durationMinutes: one.durationMinutes });
      else if (one.kind === 'wider') relax({}, 'weeks');
      else spare(one)?.();
    },
  };
}
