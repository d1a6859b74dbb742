import type { AssignmentRole } from '@app/contracts';

/** All people, circumstances and the association are invented; the domain cannot receive mail anywhere. */
export interface DemoPerson {
  email: string;
  name: string;
  /** Code of a profession; null for people who are not professionals of the field. */
  profession: string | null;
  /** Code of a county, city or hospital group, or of a demo organisation. */
  organisation: string;
  language: 'fi' | 'sv' | 'en';
  /** `area` is the code of the area whose centre the role belongs to; null for roles without a centre. */
  roles: { role: AssignmentRole; area: string | null }[];
  /** What the expert bank says, for experts. */
  expert?: { themes: string[]; languages: ('fi' | 'sv' | 'en')[] };
}

/** The one password of everybody in the demo. It works only while Neuvo listens on a loopback address. */
export const demoPassword = 'neuvo-demo-2026';

export const demoOrganisations = [
  { code: 'demo-ero-ja-turva', kind: 'ngo', fi: 'Ero ja turva ry', sv: 'Skild och trygg rf', en: 'Safe Separation Association', area: 'ita-suomi' },
] as const;

const domain = 'demo.neuvo.test';

function professional(address: string, name: string, profession: string, organisation: string, area: string, language: DemoPerson['language'] = 'fi'): DemoPerson {
  return { email: `${address}@${domain}`, name, profession, organisation, language, roles: [{ role: 'professional', area }] };
}

function expert(address: string, name: string, profession: string, organisation: string, area: string, themes: string[], languages: DemoPerson['language'][] = ['fi']): DemoPerson {
  const [language = 'fi'] = languages;
  return { email: `${address}@${domain}`, name, profession, organisation, language, roles: [{ role: 'expert', area }], expert: { themes, languages } };
}

function coordinator(address: string, name: string, profession: string, organisation: string, area: string, language: DemoPerson['language'] = 'fi'): DemoPerson {
  return { email: `${address}@${domain}`, name, profession, organisation, language, roles: [{ role: 'coordinator', area }] };
}

const leena = expert('leena.koivisto', 'Leena Koivisto', 'CPS', 'pirkanmaa', 'sisa-suomi', ['T03', 'T09', 'T11'], ['fi', 'en']);

export const demoPeople: readonly DemoPerson[] = [
  professional('sanna.makela', 'Sanna Mäkelä', 'SW', 'keski-suomi', 'ita-suomi'),
  // Brings cases of her own, and is asked for advice in those of others.
  { ...leena, roles: [{ role: 'professional', area: 'sisa-suomi' }, ...leena.roles] },
  professional('linnea.sjoberg', 'Linnea Sjöberg', 'SW', 'varsinais-suomi', 'lansi-suomi', 'sv'),
  professional('aila.lansman', 'Aila Länsman', 'SC', 'lappi', 'pohjois-suomi'),
  professional('hanna.korpela', 'Hanna Korpela', 'CUR', 'keski-suomi', 'ita-suomi'),
  expert('paivi.rantala', 'Päivi Rantala', 'DIV', 'demo-ero-ja-turva', 'ita-suomi', ['T11', 'T12']),
  expert('elina.saarinen', 'Elina Saarinen', 'FPG', 'pirkanmaa', 'sisa-suomi', ['T02', 'T11', 'T12'], ['fi', 'sv']),
  expert('mikko.heinonen', 'Mikko Heinonen', 'LAW', 'kanta-hame', 'sisa-suomi', ['T08', 'T11', 'T14'], ['fi', 'en']),
  expert('antti.lehto', 'Antti Lehto', 'APS', 'pirkanmaa', 'sisa-suomi', ['T03', 'T07', 'T08']),
  expert('saara.laine', 'Saara Laine', 'LAW', 'pirkanmaa', 'sisa-suomi', ['T08', 'T12', 'T14'], ['fi', 'sv']),
  expert('johanna.rask', 'Johanna Rask', 'APS', 'varsinais-suomi', 'lansi-suomi', ['T03', 'T08'], ['sv', 'fi']),
  expert('outi.pelkonen', 'Outi Pelkonen', 'SUBC', 'etela-savo', 'ita-suomi', ['T07', 'T08']),
  expert('ville.tuominen', 'Ville Tuominen', 'SUB', 'pohjois-savo', 'ita-suomi', ['T07', 'T13']),
  expert('kaisa.hietala', 'Kaisa Hietala', 'HST', 'pohjois-savo', 'ita-suomi', ['T08', 'T17']),
  expert('noora.jokinen', 'Noora Jokinen', 'RN', 'pohjois-pohjanmaa', 'pohjois-suomi', ['T03', 'T09']),
  expert('jukka.nieminen', 'Jukka Nieminen', 'SNT', 'lappi', 'pohjois-suomi', ['T04', 'T06', 'T17']),
  expert('erik.lindholm', 'Erik Lindholm', 'PED', 'varsinais-suomi', 'lansi-suomi', ['T01', 'T02', 'T18'], ['sv', 'fi', 'en']),
  expert('amira.hassan', 'Amira Hassan', 'IMM', 'helsinki', 'etela-suomi', ['T14', 'T15'], ['fi', 'en']),
  coordinator('riitta.salonen', 'Riitta Salonen', 'LSW', 'pohjois-savo', 'ita-suomi'),
  coordinator('maria.wikstrom', 'Maria Wikström', 'LSW', 'varsinais-suomi', 'lansi-suomi', 'sv'),
  { email: `tuomas.virta@${domain}`, name: 'Tuomas Virta', profession: null, organisation: 'pohjois-savo', language: 'fi', roles: [{ role: 'admin', area: null }] },
];

/** Who meets in the consultation that every start prepares; the first one asks, the last one books it. */
export const tourPeople: readonly string[] = ['sanna.makela', 'leena.koivisto', 'paivi.rantala', 'elina.saarinen', 'riitta.salonen'].map((address) => `${address}@${domain}`);
