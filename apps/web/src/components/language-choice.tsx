import { useTranslation } from 'react-i18next';
import { languages, rememberLanguage } from '../i18n/language.js';
import { useLanguage } from '../i18n/use-texts.js';
import { Segmented } from './choice.js';

/** FI, SV, EN; changes at once. `onChosen` lets the signed-in page keep it as the person's setting too. */
export function LanguageChoice({ onChosen }: { onChosen?: (language: (typeof languages)[number]) => void }) {
  const { t, i18n } = useTranslation('components');
  const value = useLanguage();
  return (
    <Segmented
      legend={t('language')}
      options={languages.map((language) => ({ value: language, label: language.toUpperCase() }))}
      value={value}
      onChange={(language) => {
        rememberLanguage(language);
        void i18n.changeLanguage(language);
        onChosen?.(language);
      }}
    />
  );
}
