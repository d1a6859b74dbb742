import type { Consultation } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { useReferenceNames } from '../api/reference.js';
import { Facts } from '../components/panel.js';
import { useLocalised } from '../i18n/use-texts.js';
import { useCaseWords } from './case-words.js';

/** What everybody who is asked may know of the case, and no more. */
export function InvitationFacts({ header }: Pick<Consultation, 'header'>) {
  const { t } = useTranslation('consultations');
  const names = useReferenceNames();
  const words = useLocalised();
  const caseWords = useCaseWords();
  return (
    <Facts
      items={[
        { label: t('fact.about'), value: caseWords.age(header.ageBand) },
        { label: t('fact.themes', { count: header.themes.length }), value: header.themes.map((code) => <p key={code}>{names.theme(code)}</p>) },
        { label: t('fact.county'), value: names.county(header.county) },
        { label: t('fact.language'), value: t(`language.${header.language}`) },
        ...(header.requesterProfession ? [{ label: t('fact.requester'), value: words(header.requesterProfession) }] : []),
      ]}
    />
  );
}
