import type { Language, Localised } from '@app/contracts';
import { createContext, useCallback, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DateText } from './date-text.js';

/** Time zone of the signed-in person; Finland's for everybody else. */
export const TimeZoneContext = createContext('Europe/Helsinki');

/** The language of the page now. */
export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}

/** Dates and times in the language of the page and the zone of the person. */
export function useDateText(): DateText {
  const language = useLanguage();
  const timeZone = useContext(TimeZoneContext);
  return useMemo(() => new DateText(language, timeZone), [language, timeZone]);
}

/** Picks the words of the page's language out of three. */
export function useLocalised(): (words: Localised) => string {
  const language = useLanguage();
  return useCallback((words) => words[language], [language]);
}
