import { lazy, Suspense } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { useWording } from './base/language.js';
import { mayOf } from './base/may.js';
import { FirstDayPage } from './login/first-day.js';
import { InvitationPage } from './login/invitation.js';
import { LoginAgain, LoginPage } from './login/login.js';
import { Boundary, Empty, Skeleton } from './parts/states.js';
import { useTypingRules } from './parts/typing.js';
import { useRelease } from './base/release.js';
import { SessionProvider, useSession } from './base/session.js';
import { roomsOf } from './shell/rooms.js';
import { Shell } from './shell/shell.js';

// Each page is a file of its own: nobody loads the charts to accept a case.
const Inbox = lazy(() => import('./inbox/inbox.js'));
const DisputePage = lazy(() => import('./dispute/dispute-page.js'));
const MeetingPage = lazy(() => import('./dispute/meeting-page.js'));
const DisputeList = lazy(() => import('./list/dispute-list.js'));
const Desk = lazy(() => import('./desk/desk.js'));
const RegisterPage = lazy(() => import('./desk/register.js'));
const Board = lazy(() => import('./board/board.js'));
const Visits = lazy(() => import('./visits/visits.js'));
const Statistics = lazy(() => import('./statistics/statistics.js'));
const Counted = lazy(() => import('./statistics/counted.js'));
const Notices = lazy(() => import('./notices/notices.js'));
const Tell = lazy(() => import('./items/tell.js'));
const Triage = lazy(() => import('./items/triage.js'));
const Record = lazy(() => import('./record/record.js'));
const Deliveries = lazy(() => import('./deliveries/deliveries.js'));
const Settings = lazy(() => import('./settings/settings.js'));
const People = lazy(() => import('./people/people.js'));
const ReadinessPage = lazy(() => import('./readiness/readiness.js'));
const SetupPage = lazy(() => import('./setup/setup.js'));
const Policy = lazy(() => import('./rules/policy.js'));
const EditPolicy = lazy(() => import('./rules/editor/editor.js'));
const PublishPolicy = lazy(() => import('./rules/publish-policy.js'));
const SimulatePolicy = lazy(() => import('./rules/simulation/simulate-policy.js'));
const Imports = lazy(() => import('./imports/imports.js'));
const MovePage = lazy(() => import('./rules/moves.js'));
const Calendar = lazy(() => import('./rules/calendar.js'));
const PublishYear = lazy(() => import('./rules/publish-year.js'));
const EditYear = lazy(() => import('./rules/edit-year.js'));

export function App() {
  const t = useWording();
  useTypingRules();
  return (
    <Boundary t={t}>
      <SessionProvider
        waiting={
          <div className="opening">
            <Skeleton rows={4} />
          </div>
        }
      >
        <Door />
      </SessionProvider>
    </Boundary>
  );
}

function Door() {
  const { user, again } = useSession();
  const { pathname } = useLocation();
  // Also on a machine where somebody else is signed in: who opens it is who was invited.
  if (pathname === '/invitation') return <InvitationPage />;
  if (!user) return pathname === '/setup' ? <FirstDayPage /> : <LoginPage />;
  return (
    <Shell>
      <Pages />
      {again && <LoginAgain why={again} />}
    </Shell>
  );
}

function Pages() {
  const t = useWording();
  const { pathname } = useLocation();
  const { user } = useSession();
  const queries = useQueryClient();
  const may = mayOf(user!);
  useRelease(may('visit.make') || may('item.report'));
  const home = roomsOf(may)[0]?.path ?? '/inbox';
  return (
    <Boundary t={t} key={pathname} reset={() => queries.clear()}>
      <Suspense fallback={<Skeleton />}>
        <Routes>
          <Route path="/" element={<Navigate to={home} replace />} />
          <Route path="/emergency" element={<Navigate to={home} replace />} />
          <Route path="/inbox" element={<Inbox />} />
          <Route path="/disputes" element={<DisputeList />} />
          <Route path="/rehearsals" element={<DisputeList rehearsals />} />
          <Route path="/disputes/:id" element={<DisputePage />} />
          <Route path="/disputes/:id/meetings/:meetingId" element={<MeetingPage />} />
          <Route path="/desk" element={<Desk />} />
          <Route path="/desk/new" element={<RegisterPage />} />
          <Route path="/board" element={<Board />} />
          <Route path="/visits" element={<Visits />} />
          <Route path="/statistics" element={<Statistics />} />
          <Route path="/statistics/counted" element={<Counted />} />
          <Route path="/notices" element={<Notices />} />
          <Route path="/tell" element={<Tell />} />
          <Route path="/items" element={<Triage />} />
          <Route path="/record" element={<Record />} />
          <Route path="/deliveries" element={<Deliveries />} />
          <Route path="/settings" element={<Settings />} />
          <Route path="/people" element={<People />} />
          <Route path="/readiness" element={<ReadinessPage />} />
          <Route path="/setup" element={<SetupPage />} />
          <Route path="/policy" element={<Policy />} />
          <Route path="/policy/:version/edit" element={<EditPolicy />} />
          <Route path="/policy/:version/publish" element={<PublishPolicy />} />
          <Route path="/policy/:version/simulate" element={<SimulatePolicy />} />
          <Route path="/rollouts/:id" element={<MovePage />} />
          <Route path="/calendar" element={<Calendar />} />
          <Route path="/calendar/:year/edit" element={<EditYear />} />
          <Route path="/calendar/:year/publish" element={<PublishYear />} />
          <Route path="/imports" element={<Imports />} />
          <Route path="*" element={<Empty title={t.state.notFound} />} />
        </Routes>
      </Suspense>
    </Boundary>
  );
}
