import type { Me } from '@app/contracts';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { BrowserRouter } from 'react-router';
import { call } from '../api/call.js';
import { keys } from '../api/keys.js';
import { createQueryClient } from '../api/query-client.js';
import { Realtime } from '../api/realtime.js';
import { ToastProvider } from '../components/toast.js';
import { TimeZoneContext } from '../i18n/use-texts.js';
import { AnnouncerProvider } from './announcer.js';
import { RealtimeContext } from './realtime-context.js';
import { Screens } from './screens.js';
import { MeContext } from './session.js';
import { SessionExpired } from './session-expired.js';

/** Everything a signed-in person has, from the cache to the screens. */
export function SignedIn({ firstMe }: { firstMe: Me }) {
  const [expired, setExpired] = useState(false);
  const [cache] = useState(() => createQueryClient(() => setExpired(true)));
  const [realtime, setRealtime] = useState<Realtime | null>(null);

  useEffect(() => {
    const opened = new Realtime(cache);
    setRealtime(opened);
    return () => opened.dispose();
  }, [cache]);

  const goOn = () => {
    setExpired(false);
    void cache.invalidateQueries();
    void realtime?.reconnect();
  };

  return (
    <QueryClientProvider client={cache}>
      <Person firstMe={firstMe}>
        <RealtimeContext value={realtime}>
          <AnnouncerProvider>
            <ToastProvider>
              <BrowserRouter>
                <Screens />
              </BrowserRouter>
              {expired && <SessionExpired onSignedIn={goOn} />}
            </ToastProvider>
          </AnnouncerProvider>
        </RealtimeContext>
      </Person>
    </QueryClientProvider>
  );
}

function Person({ firstMe, children }: { firstMe: Me; children: ReactNode }) {
  const [loadedAt] = useState(Date.now);
  const { data: me } = useQuery({
    queryKey: keys.me,
    queryFn: ({ signal }) => call('GET /api/me', { signal }),
    initialData: firstMe,
    initialDataUpdatedAt: loadedAt,
  });
  return (
    <MeContext value={me}>
      <TimeZoneContext value={me.person.timeZone}>{children}</TimeZoneContext>
    </MeContext>
  );
}
