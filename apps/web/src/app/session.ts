import type { Me } from '@app/contracts';
import { createContext, useContext } from 'react';
import { ApiError } from '../api/api-error.js';
import { call } from '../api/call.js';

/** The person of the present session, or null without one. */
export async function whoAmI(): Promise<Me | null> {
  try {
    return await call('GET /api/me');
  } catch (error) {
    if (error instanceof ApiError && error.code === 'session.required') return null;
    throw error;
  }
}

/** Ends this session, or all of the person's, and leaves nothing of the person in memory. */
export async function signOut(where: 'here' | 'everywhere'): Promise<void> {
  await call(where === 'here' ? 'DELETE /api/sessions/current' : 'DELETE /api/sessions');
  location.assign('/');
}

export const MeContext = createContext<Me | null>(null);

/** The signed-in person; only below the signed-in part of the page. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe outside the signed-in page');
  return me;
}

/** Whether the person coordinates the centre chosen for this session. */
export function isCoordinator(me: Me): boolean {
  return me.assignments.some(({ role, centre }) => role === 'coordinator' && centre?.id === me.activeCentre?.id);
}
