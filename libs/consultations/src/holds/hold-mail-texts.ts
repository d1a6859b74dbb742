import type { Language } from '@app/contracts';

/** What a mail about held times says. */
export type HoldMailKind = 'times' | 'timesReminder' | 'timesReleased' | 'holdStuck' | 'holdExpired';

type Words = Readonly<Record<HoldMailKind, string>>;

/** Words of one language. Nothing here or in what is put into it may come from a case. */
export const holdMailTexts: Readonly<Record<Language, { readonly subject: Words; readonly lead: Words; readonly next: Words; readonly answerBy: string }>> = {
  fi: {
    subject: {
      times: 'Mikä aika sopii konsultaatioon?',
      timesReminder: 'Muistutus: mikä aika sopii konsultaatioon?',
      timesReleased: 'Ajat vapautettu: konsultaatio',
      holdStuck: 'Mikään aika ei sovi kaikille: konsultaatio',
      holdExpired: 'Alustava varaus päättyi: konsultaatio',
    },
    lead: {
      times: 'Sinua pyydetään konsultaatioon. Sinulle on varattu alustavasti nämä ajat:',
      timesReminder: 'Et ole vielä vastannut. Sinulle on varattu alustavasti nämä ajat:',
      timesReleased: 'Konsultaatiota ei pidetä näinä aikoina. Ne ovat taas vapaita:',
      holdStuck: 'Vastausten mukaan mikään näistä ajoista ei enää toteudu:',
      holdExpired: 'Mikään näistä ajoista ei vahvistunut määräajassa. Ne ovat taas vapaita:',
    },
    next: {
      times: 'Vastaa Neuvossa, mitkä ajat sopivat. Ensimmäinen kaikille sopiva aika vahvistuu itsestään ja muut vapautuvat.',
      timesReminder: 'Vastaa Neuvossa, mitkä ajat sopivat. Ensimmäinen kaikille sopiva aika vahvistuu itsestään ja muut vapautuvat.',
      timesReleased: 'Sinun ei tarvitse tehdä mitään.',
      holdStuck: 'Neuvossa näet, kuka puuttuu, ja voit hakea uusia aikoja.',
      holdExpired: 'Neuvossa näet vastaukset ja voit hakea uusia aikoja.',
    },
    answerBy: 'Vastaa viimeistään $.',
  },
  sv: {
    subject: {
      times: 'Vilken tid passar för konsultationen?',
      timesReminder: 'Påminnelse: vilken tid passar för konsultationen?',
      timesReleased: 'Tiderna är lediga igen: konsultation',
      holdStuck: 'Ingen tid passar alla: konsultation',
      holdExpired: 'Den preliminära bokningen gick ut: konsultation',
    },
    lead: {
      times: 'Du ombeds delta i en konsultation. Dessa tider har bokats preliminärt för dig:',
      timesReminder: 'Du har ännu inte svarat. Dessa tider har bokats preliminärt för dig:',
      timesReleased: 'Konsultationen hålls inte vid dessa tider. De är lediga igen:',
      holdStuck: 'Enligt svaren kan ingen av dessa tider längre bli av:',
      holdExpired: 'Ingen av dessa tider bekräftades i tid. De är lediga igen:',
    },
    next: {
      times: 'Svara i Neuvo vilka tider som passar. Den första tiden som passar alla bekräftas av sig själv och de andra blir lediga.',
      timesReminder: 'Svara i Neuvo vilka tider som passar. Den första tiden som passar alla bekräftas av sig själv och de andra blir lediga.',
      timesReleased: 'Du behöver inte göra något.',
      holdStuck: 'I Neuvo ser du vem som fattas och kan söka nya tider.',
      holdExpired: 'I Neuvo ser du svaren och kan söka nya tider.',
    },
    answerBy: 'Svara senast $.',
  },
  en: {
    subject: {
      times: 'Which time suits you for the consultation?',
      timesReminder: 'Reminder: which time suits you for the consultation?',
      timesReleased: 'Times free again: consultation',
      holdStuck: 'No time suits everybody: consultation',
      holdExpired: 'The held times have run out: consultation',
    },
    lead: {
      times: 'You are asked to take part in a consultation. These times are kept for you for now:',
      timesReminder: 'You have not answered yet. These times are kept for you for now:',
      timesReleased: 'The consultation is not held at these times. They are free again:',
      holdStuck: 'By the answers none of these times can come about any more:',
      holdExpired: 'None of these times was settled in time. They are free again:',
    },
    next: {
      times: 'Say in Neuvo which times suit you. The first one that suits everybody needed is confirmed by itself and the others are given free.',
      timesReminder: 'Say in Neuvo which times suit you. The first one that suits everybody needed is confirmed by itself and the others are given free.',
      timesReleased: 'There is nothing you need to do.',
      holdStuck: 'In Neuvo you see who is missing and can look for other times.',
      holdExpired: 'In Neuvo you see the answers and can look for other times.',
    },
    answerBy: 'Answer by $.',
  },
};
