import type { Language } from '@app/contracts';

export const languages = ['fi', 'sv', 'en'] as const satisfies readonly Language[];

/** BCP 47 tags for dates, sorting and the spoken strings of React Aria. */
export const localeOf: Record<Language, string> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };

const storageKey = 'neuvo.language';

/** The choice made in this browser, else the browser's first language that we have, else Finnish. */
export function firstLanguage(): Language {
  const wanted = [stored(), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return wanted.find(isLanguage) ?? 'fi';
}

/** Keeps the choice for this browser; without storage it lasts until the page is closed. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage is blocked.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function isLanguage(tag: string | null): tag is Language {
  return languages.some((language) => language === tag);
}
