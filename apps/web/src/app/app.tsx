import type { Me } from '@app/contracts';
import { lazy, Suspense, use, useState } from 'react';
import { SignIn } from '../features/sign-in/sign-in.js';

const SignedIn = lazy(() => import('./signed-in.js').then(({ SignedIn: default_ }) => ({ default: default_ })));

/**
 * Signed in or not, at any address: a link from a mail keeps its address through signing in. What only a
 * signed-in person needs (router, cache, sockets) is fetched then.
 */
export function App({ firstMe }: { firstMe: Promise<Me | null> }) {
  const first = use(firstMe);
  const [me, setMe] = useState(first);
  if (me === null) return <SignIn onSignedIn={setMe} />;
  return (
    <Suspense fallback={null}>
      <SignedIn firstMe={me} />
    </Suspense>
  );
}
