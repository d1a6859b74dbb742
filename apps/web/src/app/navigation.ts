import type { Me } from '@app/contracts';
import { isCoordinator } from './session.js';

interface NavigationItem {
  to: string;
  text: 'nav.availability' | 'nav.calendar' | 'nav.own';
}

const own: NavigationItem = { to: '/own', text: 'nav.own' };
const calendar: NavigationItem = { to: '/calendar', text: 'nav.calendar' };
const availability: NavigationItem = { to: '/availability', text: 'nav.availability' };

/** What the header leads to, the first one being home. Only what has a screen. */
export function navigationOf(me: Me): readonly NavigationItem[] {
  const main = isCoordinator(me) ? [calendar, own] : [own];
  return isExpert(me) ? [...main, availability] : main;
}

/** Whether the person is asked for advice anywhere. */
function isExpert(me: Me): boolean {
  return me.assignments.some(({ role }) => role === 'expert');
}

/** Whether the person takes part in meetings and so has hours of the own. */
export function takesMeetings(me: Me): boolean {
  return me.assignments.some(({ role }) => role !== 'admin');
}

export function homeOf(me: Me): string {
  return isCoordinator(me) ? calendar.to : own.to;
}
