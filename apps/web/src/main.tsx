import './styles/tokens.css';
import './styles/base.css';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { CrashBoundary } from './app/crash-boundary.js';
import { whoAmI } from './app/session.js';
import { startI18n } from './i18n/i18n.js';

const me = whoAmI();
// Handled where it is awaited; until then a rejection is not an unhandled one.
me.catch(() => undefined);
await startI18n();

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <CrashBoundary>
      <Suspense fallback={null}>
        <App firstMe={me} />
      </Suspense>
    </CrashBoundary>
  </StrictMode>,
);
