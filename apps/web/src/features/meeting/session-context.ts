import { createContext, useContext, useSyncExternalStore } from 'react';
import type { DeviceView } from '../../meeting/devices.js';
import type { MediaView } from '../../meeting/media-state.js';
import type { MeetingSession } from '../../meeting/meeting-session.js';

export const SessionContext = createContext<MeetingSession | null>(null);

/** The presence of this tab at the meeting; only below the meeting page. */
export function useSession(): MeetingSession {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside the meeting page');
  return session;
}

/** How this person's sound and picture stand now. */
export function useMedia(): MediaView {
  const { media } = useSession();
  return useSyncExternalStore(media.subscribe, media.getSnapshot);
}

export function useDevices(): DeviceView {
  const { devices } = useSession().media;
  return useSyncExternalStore(devices.subscribe, devices.getSnapshot);
}
