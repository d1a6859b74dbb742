import type { Language } from '@app/contracts';

/** What a mail says. */
export type MailKind = 'invitation' | 'confirmation' | 'update' | 'cancellation' | 'reminder' | 'declineNotice' | 'standDown';

/** Words of one language. Nothing here or in what is put into it may come from a case. */
export interface MailTexts {
  /** Also the title of the calendar entry. */
  readonly consultation: string;
  readonly weekdays: readonly [string, string, string, string, string, string, string];
  /** Between day and clock time. */
  readonly at: string;
  readonly place: string;
  readonly link: string;
  readonly footer: string;
  /** Subject before the day; `$` stands for "consultation" and the time. */
  readonly subject: Readonly<Record<MailKind, string>>;
  readonly lead: Readonly<Record<MailKind, string>>;
  readonly next: Readonly<Record<MailKind, string>>;
  /** In place of `next` in an invitation or update to somebody who need not answer. */
  readonly noted: string;
  /** In place of `next` in a reminder to somebody who has not answered yet. */
  readonly unanswered: string;
}

export const mailTexts: Readonly<Record<Language, MailTexts>> = {
  fi: {
    consultation: 'Konsultaatio',
    weekdays: ['ma', 'ti', 'ke', 'to', 'pe', 'la', 'su'],
    at: 'klo',
    place: 'Videotapaaminen Neuvossa',
    link: 'Avaa Neuvossa',
    footer: 'Tämän viestin lähetti Neuvo. Viestissä ei ole asiakastietoja; ne näet vain kirjautumalla.',
    subject: {
      invitation: '$',
      update: 'Uusi aika: $',
      cancellation: 'Peruttu: $',
      reminder: 'Muistutus: $',
      declineNotice: 'Osallistuja estynyt: $',
      confirmation: 'Vahvistui: $',
      standDown: 'Sinua ei tarvita: $',
    },
    lead: {
      invitation: 'Sinulle on varattu konsultaatio.',
      update: 'Konsultaation aika on muuttunut.',
      cancellation: 'Konsultaatio on peruttu.',
      reminder: 'Sinulla on tulossa konsultaatio.',
      declineNotice: 'Konsultaatioon kutsuttu on ilmoittanut, ettei pääse.',
      confirmation: 'Konsultaation aika on vahvistunut.',
      standDown: 'Konsultaatio pidetään ilman sinua. Kiitos, että olit käytettävissä.',
    },
    next: {
      invitation: 'Vastaa kutsuun Neuvossa: kirjaudu sisään alla olevasta linkistä. Sähköpostiohjelmasta lähetetty vastaus ei tule perille.',
      update: 'Vahvista uusi aika Neuvossa: kirjaudu sisään alla olevasta linkistä. Sähköpostiohjelmasta lähetetty vastaus ei tule perille.',
      cancellation: 'Perumisen syyn näet Neuvossa.',
      reminder: 'Liity Neuvossa: ovi aukeaa 15 minuuttia ennen alkua.',
      declineNotice: 'Näet tilanteen Neuvossa ja voit siirtää tai perua ajan.',
      confirmation: 'Vastaa kutsuun Neuvossa: kirjaudu sisään alla olevasta linkistä. Sähköpostiohjelmasta lähetetty vastaus ei tule perille.',
      standDown: 'Sinulle pidetyt ajat ovat taas vapaita. Sinun ei tarvitse tehdä mitään.',
    },
    noted: 'Osallistumisesi on jo merkitty, joten vastausta ei tarvita.',
    unanswered: 'Et ole vielä vastannut kutsuun. Vastaa Neuvossa; siellä myös liityt kokoukseen.',
  },
  sv: {
    consultation: 'Konsultation',
    weekdays: ['mån', 'tis', 'ons', 'tors', 'fre', 'lör', 'sön'],
    at: 'kl.',
    place: 'Videomöte i Neuvo',
    link: 'Öppna i Neuvo',
    footer: 'Detta meddelande skickades av Neuvo. Det innehåller inga klientuppgifter; dem ser du bara efter inloggning.',
    subject: {
      invitation: '$',
      update: 'Ny tid: $',
      cancellation: 'Inställd: $',
      reminder: 'Påminnelse: $',
      declineNotice: 'Deltagare förhindrad: $',
      confirmation: 'Bekräftad: $',
      standDown: 'Du behövs inte: $',
    },
    lead: {
      invitation: 'Du har bjudits in till en konsultation.',
      update: 'Konsultationens tid har ändrats.',
      cancellation: 'Konsultationen har ställts in.',
      reminder: 'Du har en kommande konsultation.',
      declineNotice: 'En inbjuden till konsultationen har meddelat förhinder.',
      confirmation: 'Konsultationens tid har bekräftats.',
      standDown: 'Konsultationen hålls utan dig. Tack för att du stod till förfogande.',
    },
    next: {
      invitation: 'Svara på inbjudan i Neuvo: logga in via länken nedan. Svar från e-postprogrammet kommer inte fram.',
      update: 'Bekräfta den nya tiden i Neuvo: logga in via länken nedan. Svar från e-postprogrammet kommer inte fram.',
      cancellation: 'Orsaken ser du i Neuvo.',
      reminder: 'Anslut i Neuvo: dörren öppnas 15 minuter före start.',
      declineNotice: 'I Neuvo ser du läget och kan flytta eller ställa in mötet.',
      confirmation: 'Svara på inbjudan i Neuvo: logga in via länken nedan. Svar från e-postprogrammet kommer inte fram.',
      standDown: 'Tiderna som hölls för dig är lediga igen. Du behöver inte göra något.',
    },
    noted: 'Ditt deltagande är redan antecknat, inget svar behövs.',
    unanswered: 'Du har ännu inte svarat på inbjudan. Svara i Neuvo; där ansluter du också till mötet.',
  },
  en: {
    consultation: 'Consultation',
    weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    at: 'at',
    place: 'Video meeting in Neuvo',
    link: 'Open in Neuvo',
    footer: 'This message was sent by Neuvo. It contains no client data; you see that only after signing in.',
    subject: {
      invitation: '$',
      update: 'New time: $',
      cancellation: 'Cancelled: $',
      reminder: 'Reminder: $',
      declineNotice: 'A participant cannot come: $',
      confirmation: 'Confirmed: $',
      standDown: 'You are not needed: $',
    },
    lead: {
      invitation: 'A consultation has been booked for you.',
      update: 'The time of a consultation has changed.',
      cancellation: 'A consultation has been cancelled.',
      reminder: 'You have a consultation coming up.',
      declineNotice: 'Somebody invited to a consultation has answered that they cannot come.',
      confirmation: 'The time of the consultation is settled.',
      standDown: 'The consultation is held without you. Thank you for being available.',
    },
    next: {
      invitation: 'Answer in Neuvo: sign in through the link below. A reply from your mail program does not reach us.',
      update: 'Confirm the new time in Neuvo: sign in through the link below. A reply from your mail program does not reach us.',
      cancellation: 'The reason is in Neuvo.',
      reminder: 'Join in Neuvo: the door opens 15 minutes before the start.',
      declineNotice: 'In Neuvo you see how things stand and can move or cancel the meeting.',
      confirmation: 'Answer in Neuvo: sign in through the link below. A reply from your mail program does not reach us.',
      standDown: 'The times kept for you are free again. There is nothing you need to do.',
    },
    noted: 'You are already marked as coming; no answer is needed.',
    unanswered: 'You have not answered the invitation yet. Answer in Neuvo; you also join the meeting there.',
  },
};
