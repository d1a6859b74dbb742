import { Foundation1795000000000 } from './1795000000000-foundation.js';
import { People1795000000001 } from './1795000000001-people.js';
import { Calendar1795000000002 } from './1795000000002-calendar.js';
import { Cases1795000000003 } from './1795000000003-cases.js';
import { Consultations1795000000004 } from './1795000000004-consultations.js';
import { Meetings1795000000005 } from './1795000000005-meetings.js';
import { RuntimeRole1795000000009 } from './1795000000009-runtime-role.js';
import { Availability1796000000010 } from './1796000000010-availability.js';
import { Holds1796000000011 } from './1796000000011-holds.js';

/** All migrations in order; explicit, so that a build cannot lose one. */
export const migrations = [
  Foundation1795000000000,
  People1795000000001,
  Calendar1795000000002,
  Cases1795000000003,
  Consultations1795000000004,
  Meetings1795000000005,
  RuntimeRole1795000000009,
  Availability1796000000010,
  Holds1796000000011,
];
