import 'i18next';
import type availability from './fi/availability.json';
import type booking from './fi/booking.json';
import type calendar from './fi/calendar.json';
import type cases from './fi/cases.json';
import type common from './fi/common.json';
import type components from './fi/components.json';
import type consultations from './fi/consultations.json';
import type errors from './fi/errors.json';
import type holds from './fi/holds.json';
import type home from './fi/home.json';
import type meeting from './fi/meeting.json';
import type signIn from './fi/signIn.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      availability: typeof availability;
      booking: typeof booking;
      calendar: typeof calendar;
      cases: typeof cases;
      common: typeof common;
      components: typeof components;
      consultations: typeof consultations;
      errors: typeof errors;
      holds: typeof holds;
      home: typeof home;
      meeting: typeof meeting;
      signIn: typeof signIn;
    };
  }
}
