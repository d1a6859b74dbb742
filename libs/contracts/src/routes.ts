import { demoRoutes, meRoutes, peopleRoutes, sessionRoutes } from './accounts.js';
import { availabilityRoutes, calendarEvents, slotRoutes } from './calendar.js';
import { caseRoutes } from './cases.js';
import { consultationRoutes } from './consultations.js';
import { expertRoutes } from './experts.js';
import { healthRoutes } from './health.js';
import { holdRoutes } from './holds.js';
import { meetingEvents, meetingNotices, webhookRoutes } from './meetings.js';
import { notificationRoutes } from './notifications.js';
import { notice } from './realtime.js';
import { referenceRoutes } from './reference.js';

/** Every HTTP operation of the system. */
export const routes = {
  health: healthRoutes,
  sessions: sessionRoutes,
  me: meRoutes,
  people: peopleRoutes,
  demo: demoRoutes,
  reference: referenceRoutes,
  experts: expertRoutes,
  cases: caseRoutes,
  slots: slotRoutes,
  availability: availabilityRoutes,
  holds: holdRoutes,
  consultations: consultationRoutes,
  notifications: notificationRoutes,
  webhooks: webhookRoutes,
};

/** Every client → server socket message. */
export const events = { meeting: meetingEvents, calendar: calendarEvents };

/** Every server → client socket message. */
export const notices = { changed: notice, meeting: meetingNotices };
