import { useQuery } from '@tanstack/react-query';
import { NavLink } from 'react-router';
import { get } from '../base/api.js';
import { useCounts } from '../base/counts.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { useMay } from '../base/session.js';
import type { Room } from './rooms.js';

/** What the stream tells at once is asked now and then besides. */
const UNREAD_MS = 120_000;
const UNCONFIRMED_MS = 600_000;

/** How many notices wait. */
export function useUnread(): number {
  const { data } = useQuery({
    queryKey: ['notices', 'unread'],
    queryFn: ({ signal }) => get('/notices/count', { signal }),
    refetchInterval: useWhileAlone(UNREAD_MS),
  });
  return data?.unread ?? 0;
}

export function Icon({ path }: { path: string }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

/** How many were granted what a second person has to confirm: whoever may see to it is told where they look every day. */
function useUnconfirmed(): number {
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['readiness'],
    queryFn: ({ signal }) => get('/readiness', { signal }),
    staleTime: UNCONFIRMED_MS,
    enabled: may('people.manage'),
  });
  return data?.items.find(({ code }) => code === 'role-pending')?.count ?? 0;
}

/** What waits in each room, by its path. */
export function useWaiting(): (room: Room) => number {
  const counts = useCounts().data;
  const unread = useUnread();
  const unconfirmed = useUnconfirmed();
  const waiting: Partial<Record<string, number>> = {
    // A number that never goes away says nothing: visits count once their day has come near.
    '/inbox': counts?.cases.waiting,
    '/notices': unread,
    '/visits': counts?.dueVisits,
    '/items': counts?.items,
    '/people': unconfirmed,
  };
  return (room) => waiting[room.path] ?? 0;
}

export function RoomLink({ room, waiting }: { room: Room; waiting: number }) {
  const t = useWording();
  return (
    <NavLink to={(waiting > 0 && room.waitingAt) || room.path} className="nav-link">
      <Icon path={room.icon} />
      <span>{t.nav[room.name]}</span>
      {waiting > 0 && <b className="count">{waiting}</b>}
    </NavLink>
  );
}
