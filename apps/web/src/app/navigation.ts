import type { Me } from '@app/contracts';
import { isCoordinator } from './session.js';

interface NavigationItem {
  to: string;
  text: 'nav.calendar' | 'nav.own';
}

const own: NavigationItem = { to: '/own', text: 'nav.own' };
const calendar: NavigationItem = { to: '/calendar', text: 'nav.calendar' };

/** What the header leads to, the first one being home. Only what has a screen. */
export function navigationOf(me: Me): readonly NavigationItem[] {
  return isCoordinator(me) ? [calendar, own] : [own];
}

export function homeOf(me: Me): string {
  return isCoordinator(me) ? calendar.to : own.to;
}
