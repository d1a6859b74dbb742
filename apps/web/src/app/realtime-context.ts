import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Connection, Realtime } from '../api/realtime.js';

export const RealtimeContext = createContext<Realtime | null>(null);

/** The socket of the page; null for the moment before it is made. */
export function useRealtime(): Realtime | null {
  return useContext(RealtimeContext);
}

const never = () => () => undefined;

/** How the socket stands now. */
export function useConnection(): Connection {
  const realtime = useRealtime();
  return useSyncExternalStore(realtime?.watchConnection ?? never, () => realtime?.connection() ?? 'connecting');
}
