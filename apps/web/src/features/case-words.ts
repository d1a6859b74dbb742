import type { Consultation, Hold } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { useReferenceNames } from '../api/reference.js';

interface Described {
  ageBand: string;
  themes: readonly string[];
}

/** How a case and its consultation are named on screens: roles and bands, never names. */
export function useCaseWords() {
  const { t } = useTranslation('common');
  const names = useReferenceNames();

  /** `lapsi 7–9 v`, `nuori 13–15 v` */
  const age = (band: string) => t(Number.parseInt(band, 10) < 13 ? 'age.child' : 'age.youth', { band: band.replace('-', '–') });
  const themes = ({ themes: codes }: Described) => codes.map(names.theme).join('\u00a0· ');

  return {
    age,
    themes,
    /** The title for those who may see it, else themes and age band. */
    heading: (consultation: Pick<Consultation | Hold, 'case' | 'header'>) => consultation.case?.title ?? `${themes(consultation.header)}, ${age(consultation.header.ageBand)}`,
  };
}
