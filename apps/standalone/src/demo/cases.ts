import type { AgeBand, SectionName } from '@app/contracts';

/** An invented case; the initials and circumstances belong to no one. */
export interface DemoCase {
  /** E-mail addresses of the owners, the first one being who brings the case. */
  owners: string[];
  title: string;
  themes: string[];
  ageBand: AgeBand;
  county: string;
  language: 'fi' | 'sv' | 'en';
  sections: Record<SectionName, string>;
}

export const demoCases: readonly DemoCase[] = [
  {
    owners: ['sanna.makela@demo.neuvo.test', 'hanna.korpela@demo.neuvo.test'],
    title: 'Eron jälkeinen turvallisuus ja huoltoriita, lapsi 7–9 v',
    themes: ['T11', 'T12'],
    ageBand: '7-9',
    county: 'keski-suomi',
    language: 'fi',
    sections: {
      question: [
        'Miten väkivallan riski arvioidaan luotettavasti nyt?',
        'Miten lapsen näkemys selvitetään niin, ettei hän joudu vastuuseen?',
        'Kuka koordinoi kokonaisuutta?',
      ].join('\n'),
      background:
        'Lapsi ”A.” on asunut vuoroviikoin kolme vuotta. Huoltoriidasta on käyty kaksi oikeusprosessia ja tehty neljä palvelutarpeen arviointia. Toinen vanhempi kertoo eron jälkeisestä vainosta, toinen vieraannuttamisesta. Koulu, perheneuvola ja lastensuojelu arvioivat tilannetta eri tavoin.',
      tried:
        'Valvotut vaihdot rauhoittivat, mutta keskeytyivät helmikuussa.\nVanhemmuustyö perheneuvolassa kahdeksan kertaa: ei yhteistä linjaa.\nVerkostoneuvottelu kahdesti: riskistä ollaan eri mieltä.',
      childView: 'Lapsi on alkanut kieltäytyä vaihdoista ja oireilee vatsakivuin. Hän toivoo, että joku kertoo hänelle, mitä päätetään.',
      hopes: 'Yhteinen arvio riskistä ja yksi vastuuhenkilö. Seuranta kahdeksan viikon päähän.',
    },
  },
  {
    owners: ['sanna.makela@demo.neuvo.test'],
    title: 'Sijaishuollon vaihtoehdot ja koulunkäynti, nuori 13–15 v',
    themes: ['T08', 'T07'],
    ageBand: '13-15',
    county: 'etela-savo',
    language: 'fi',
    sections: {
      question: [
        'Mikä on hoidon ja kasvatuksen yhteinen suunnitelma seuraavaksi kolmeksi kuukaudeksi?',
        'Miten koulu aloitetaan?',
        'Mikä sijaishuoltopaikan muutos auttaa eikä vahingoita?',
      ].join('\n'),
      background:
        '”B.” on ollut huostassa kaksi vuotta ja viidessä sijaishuoltopaikassa. Päihteiden käyttö, karkailu ja väkivalta ohjaajia kohtaan ovat lisääntyneet. Hän ei ole käynyt koulua neljään kuukauteen.',
      tried:
        'Psykiatrian osastojakso päättyi, koska tilanne arvioitiin ensisijaisesti sosiaaliseksi. Laitos katsoo tarvitsevansa psykiatrista tukea.\nSairaalakoulun opettaja on tavannut nuorta kahdesti.',
      childView: 'Nuori sanoo olevansa väsynyt muuttamaan. Hän haluaa pitää oman ohjaajansa.',
      hopes: 'Yksi suunnitelma, johon laitos, psykiatria ja koulu sitoutuvat.',
    },
  },
  {
    owners: ['aila.lansman@demo.neuvo.test'],
    title: 'Kehitysvamman ja psykiatrian rajapinta, lapsi 10–12 v',
    themes: ['T04', 'T06'],
    ageBand: '10-12',
    county: 'lappi',
    language: 'fi',
    sections: {
      question: [
        'Kumman vastuulla lääkearvio ja kuntoutuksen suunnittelu on?',
        'Mitä voidaan tehdä kotona ja koulussa heti?',
        'Miten tulkkaus järjestetään etätapaamisiin?',
      ].join('\n'),
      background:
        '”C.” on lievästi kehitysvammainen ja hänellä on autismikirjon häiriö. Viimeisen vuoden aikana on ollut itsensä vahingoittamista ja yövalvomista. Lähin erityispalvelu on yli 300 kilometrin päässä.',
      tried: 'Kehitysvammapoliklinikka ja lastenpsykiatria ovat ohjanneet perheen toisilleen kolme kertaa.',
      childView: 'Lapsi näyttää kuvilla, että koulun käytävä on liian äänekäs.',
      hopes: 'Perhe toivoo pohjoissaamen tulkkia ja yhtä yhteyshenkilöä.',
    },
  },
  {
    owners: ['linnea.sjoberg@demo.neuvo.test'],
    title: 'Bedömning av barnets trygghet, barn 3–6 år',
    themes: ['T02'],
    ageBand: '3-6',
    county: 'varsinais-suomi',
    language: 'sv',
    sections: {
      question: [
        'Räcker stödåtgärder inom öppenvården eller uppfylls villkoren för brådskande placering?',
        'Hur talar man med barnet utan att äventyra utredningen?',
        'Hur stöder man familjen på svenska?',
      ].join('\n'),
      background:
        'Daghemmet har lagt märke till upprepade blåmärken hos ”D.”; föräldrarnas berättelser varierar. Barnskyddsanmälan och begäran om utredning har gjorts.',
      tried: 'Ett hembesök och ett möte med daghemmet. Socialarbetaren behöver stöd i vad man får fråga under förundersökningen.',
      childView: 'Barnet har inte hörts om händelserna, eftersom utredningen pågår.',
      hopes: 'En gemensam bedömning inom sju dagar.',
    },
  },
  {
    owners: ['leena.koivisto@demo.neuvo.test'],
    title: 'Kotisairaanhoito ja perheen jaksaminen, lapsi 0–2 v',
    themes: ['T01', 'T10'],
    ageBand: '0-2',
    county: 'pirkanmaa',
    language: 'fi',
    sections: {
      question: [
        'Yksi yhteinen suunnitelma ja vastuuhenkilö: miten ja kuka?',
        'Miten yöt ja vanhempien jaksaminen turvataan?',
        'Mitä sisarus tarvitsee?',
      ].join('\n'),
      background:
        '”E.” on syntynyt ennenaikaisesti ja tarvitsee hengitystukea kotona. Toisella vanhemmalla on masennus ja toisella epäsäännöllinen työ. Kotiin on järjestetty viiden eri tahon palveluja ilman yhteistä suunnitelmaa.',
      tried: 'Omaishoito ei riitä öihin. Kotipalvelua on kokeiltu kahtena iltana viikossa.',
      childView: 'Lapsi rauhoittuu, kun sama hoitaja tulee. Sisarus jää yksin.',
      hopes: 'Huoltajat toivovat yhtä puhelinnumeroa, johon voi soittaa.',
    },
  },
];
