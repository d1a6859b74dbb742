import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { firstLanguage, languages } from './language.js';

const files = import.meta.glob<Record<string, unknown>>('./{fi,sv,en}/*.json', { import: 'default' });

/** Each namespace of each language is its own small file, fetched when a screen first asks for it. */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`];
    if (load === undefined) return done(new Error(`no texts: ${language}/${namespace}`), false);
    load().then((texts) => done(null, texts), (error: Error) => done(error, false));
  },
};

/** Starts the texts in the first language; resolves when the common ones are there. */
export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      supportedLngs: [...languages],
      fallbackLng: false,
      ns: ['components', 'errors'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
      react: { useSuspense: true },
    });
}
