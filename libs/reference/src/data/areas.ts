/**
 * The five collaborative areas and their members (Government Decree 91/2022 under section 35 of Act 612/2021, in force
 * from 1 March 2022): 21 wellbeing services counties, Helsinki and the HUS Group. Members: code, names, bilingual or not.
 */
export const areas: readonly {
  code: string;
  fi: string;
  sv: string;
  en: string;
  /** What the area is called in the name of its OT centre in Finnish (genitive). */
  genitive: string;
  members: readonly (readonly [code: string, kind: 'county' | 'city' | 'hospital_group', fi: string, sv: string, en: string, bilingual: boolean])[];
}[] = [
  {
    code: 'etela-suomi', fi: 'Etelä-Suomi', sv: 'Södra Finland', en: 'Southern Finland', genitive: 'Etelä-Suomen',
    members: [
      ['etela-karjala', 'county', 'Etelä-Karjala', 'Södra Karelen', 'South Karelia', false],
      ['helsinki', 'city', 'Helsinki', 'Helsingfors', 'Helsinki', true],
      ['hus', 'hospital_group', 'HUS-yhtymä', 'HUS-sammanslutningen', 'HUS Group', true],
      ['ita-uusimaa', 'county', 'Itä-Uusimaa', 'Östra Nyland', 'East Uusimaa', true],
      ['keski-uusimaa', 'county', 'Keski-Uusimaa', 'Mellersta Nyland', 'Central Uusimaa', false],
      ['kymenlaakso', 'county', 'Kymenlaakso', 'Kymmenedalen', 'Kymenlaakso', true],
      ['lansi-uusimaa', 'county', 'Länsi-Uusimaa', 'Västra Nyland', 'West Uusimaa', true],
      ['paijat-hame', 'county', 'Päijät-Häme', 'Päijänne-Tavastland', 'Päijät-Häme', false],
      ['vantaa-ja-kerava', 'county', 'Vantaa ja Kerava', 'Vanda och Kervo', 'Vantaa and Kerava', true],
    ],
  },
  {
    code: 'ita-suomi', fi: 'Itä-Suomi', sv: 'Östra Finland', en: 'Eastern Finland', genitive: 'Itä-Suomen',
    members: [
      ['pohjois-savo', 'county', 'Pohjois-Savo', 'Norra Savolax', 'North Savo', false],
      ['keski-suomi', 'county', 'Keski-Suomi', 'Mellersta Finland', 'Central Finland', false],
      ['etela-savo', 'county', 'Etelä-Savo', 'Södra Savolax', 'South Savo', false],
      ['pohjois-karjala', 'county', 'Pohjois-Karjala', 'Norra Karelen', 'North Karelia', false],
    ],
  },
  {
    code: 'sisa-suomi', fi: 'Sisä-Suomi', sv: 'Inre Finland', en: 'Inland Finland', genitive: 'Sisä-Suomen',
    members: [
      ['pirkanmaa', 'county', 'Pirkanmaa', 'Birkaland', 'Pirkanmaa', false],
      ['kanta-hame', 'county', 'Kanta-Häme', 'Egentliga Tavastland', 'Kanta-Häme', false],
      ['etela-pohjanmaa', 'county', 'Etelä-Pohjanmaa', 'Södra Österbotten', 'South Ostrobothnia', false],
    ],
  },
  {
    code: 'lansi-suomi', fi: 'Länsi-Suomi', sv: 'Västra Finland', en: 'Western Finland', genitive: 'Länsi-Suomen',
    members: [
      ['varsinais-suomi', 'county', 'Varsinais-Suomi', 'Egentliga Finland', 'Southwest Finland', true],
      ['satakunta', 'county', 'Satakunta', 'Satakunta', 'Satakunta', false],
      ['pohjanmaa', 'county', 'Pohjanmaa', 'Österbotten', 'Ostrobothnia', true],
    ],
  },
  {
    code: 'pohjois-suomi', fi: 'Pohjois-Suomi', sv: 'Norra Finland', en: 'Northern Finland', genitive: 'Pohjois-Suomen',
    members: [
      ['pohjois-pohjanmaa', 'county', 'Pohjois-Pohjanmaa', 'Norra Österbotten', 'North Ostrobothnia', false],
      ['keski-pohjanmaa', 'county', 'Keski-Pohjanmaa', 'Mellersta Österbotten', 'Central Ostrobothnia', true],
      ['kainuu', 'county', 'Kainuu', 'Kajanaland', 'Kainuu', false],
      ['lappi', 'county', 'Lappi', 'Lappland', 'Lapland', false],
    ],
  },
];

/** Day from which the division into areas has been in force. */
export const areasInForce = '2022-03-01';
