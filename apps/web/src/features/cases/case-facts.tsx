import type { CaseDetail } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { useReferenceNames } from '../../api/reference.js';
import { Facts } from '../../components/panel.js';
import { useCaseWords } from '../case-words.js';

/** The header of a case in words: whom it is about, themes, county, language. */
export function CaseFacts({ detail }: { detail: Pick<CaseDetail, 'ageBand' | 'themes' | 'county' | 'language'> }) {
  const { t } = useTranslation('cases');
  const names = useReferenceNames();
  const words = useCaseWords();
  return (
    <Facts
      items={[
        { label: t('fact.about'), value: words.age(detail.ageBand) },
        { label: t('fact.themes', { count: detail.themes.length }), value: detail.themes.map((code) => <p key={code}>{names.theme(code)}</p>) },
        { label: t('fact.county'), value: names.county(detail.county) },
        { label: t('fact.language'), value: t(`language.${detail.language}`) },
      ]}
    />
  );
}
