import { lazy, Suspense } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { Skeleton } from '../components/feedback.js';
import { CrashBoundary } from './crash-boundary.js';
import { NotFound } from './not-found.js';
import { homeOf } from './navigation.js';
import { useMe } from './session.js';
import { Shell } from './shell.js';

const Own = lazy(() => import('../features/home/own.js').then(({ Own: screen }) => ({ default: screen })));
const NewCase = lazy(() => import('../features/cases/new-case.js').then(({ NewCase: screen }) => ({ default: screen })));
const CasePage = lazy(() => import('../features/cases/case-page.js').then(({ CasePage: screen }) => ({ default: screen })));
const FindTime = lazy(() => import('../features/booking/find-time.js').then(({ FindTime: screen }) => ({ default: screen })));
const ConsultationPage = lazy(() => import('../features/consultations/consultation-page.js').then(({ ConsultationPage: screen }) => ({ default: screen })));
const HoldPage = lazy(() => import('../features/holds/hold-page.js').then(({ HoldPage: screen }) => ({ default: screen })));
const MeetingPage = lazy(() => import('../features/meeting/meeting-page.js').then(({ MeetingPage: screen }) => ({ default: screen })));
const AvailabilityPage = lazy(() => import('../features/availability/availability-page.js').then(({ AvailabilityPage: screen }) => ({ default: screen })));
const Week = lazy(() => import('../features/calendar/week.js').then(({ Week: screen }) => ({ default: screen })));

/** Every screen and its address. A screen is its own file, fetched when it is first opened. */
export function Screens() {
  const me = useMe();
  return (
    <Routes>
      <Route path="consultations/:id/meeting" element={<InRoom />} />
      <Route element={<InShell />}>
        <Route index element={<Navigate to={homeOf(me)} replace />} />
        <Route path="own" element={<Own />} />
        <Route path="calendar" element={<Week />} />
        <Route path="availability" element={<AvailabilityPage />} />
        <Route path="people/:id/availability" element={<AvailabilityPage />} />
        <Route path="cases/new" element={<NewCase />} />
        <Route path="cases/:id" element={<CasePage />} />
        <Route path="cases/:id/time" element={<FindTime />} />
        <Route path="holds/:id" element={<HoldPage />} />
        <Route path="consultations/:id" element={<ConsultationPage />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

/** The meeting owns the whole window. */
function InRoom() {
  return (
    <CrashBoundary>
      <Suspense fallback={null}>
        <MeetingPage />
      </Suspense>
    </CrashBoundary>
  );
}

function InShell() {
  const { pathname } = useLocation();
  return (
    <Shell>
      <CrashBoundary resetKey={pathname}>
        <Suspense fallback={<Skeleton rows={6} />}>
          <Outlet />
        </Suspense>
      </CrashBoundary>
    </Shell>
  );
}
