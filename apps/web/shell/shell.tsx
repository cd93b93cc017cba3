import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import { get } from '../base/api.js';
import { useCounts } from '../base/counts.js';
import { usePreferences } from '../base/language.js';
import { useLive } from '../base/live.js';
import { useSay } from '../base/say.js';
import { useDepartments, useMay, useSession, useUser } from '../base/session.js';
import { Dialog } from '../parts/dialog.js';
import { Mark } from '../parts/mark.js';
import { LanguageSwitch, ThemeSwitch } from '../parts/switches.js';
import { usePlaces } from './places.js';
import { type Room, roomsOf } from './rooms.js';
import { UnsentBar } from './unsent.js';

/** What the stream tells at once is asked now and then besides. */
const UNREAD_MS = 120_000;
const ON_THE_BAR = 4;

/** How many notices wait; the first page of them is enough to know whether any do. */
function useUnread(): number {
  const { data } = useQuery({
    queryKey: ['notices', 'unread'],
    queryFn: ({ signal }) => get('/notices', { query: { limit: 50 }, signal }),
    refetchInterval: UNREAD_MS,
  });
  return (data?.items ?? []).filter((each) => each.readAt === null).length;
}

function Icon({ path }: { path: string }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = usePreferences();
  const user = useUser();
  const { reached, again } = useSession();
  useLive(again !== 'over');
  usePlaces();
  const say = useSay();
  const wasReached = useRef(reached);
  useEffect(() => {
    if (reached && !wasReached.current) say(t.state.back);
    wasReached.current = reached;
  }, [reached, say, t]);
  const rooms = roomsOf(useMay());
  const searches = rooms.some((each) => each.path === '/disputes');
  const counts = useCounts().data;
  const unread = useUnread();
  const [menu, setMenu] = useState(false);
  const [help, setHelp] = useState(false);
  const location = useLocation();
  const navigate = useNavigate();
  const main = useRef<HTMLElement>(null);
  useEffect(() => setMenu(false), [location]);

  // Keys that hold everywhere; lists have their own.
  useEffect(() => {
    let before = '';
    const press = (event: KeyboardEvent) => {
      const into = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (into.closest('input, textarea, select, dialog')) return;
      if (event.key === '/') {
        event.preventDefault();
        const search = document.querySelector<HTMLInputElement>('input[type=search]');
        if (search) search.focus();
        else if (searches) void navigate('/disputes', { state: { search: true } });
      } else if (event.key === '?') setHelp(true);
      else if (event.key === 'i' && before === 'g') void navigate('/inbox');
      before = event.key;
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, searches]);

  // A number that never goes away says nothing: visits count once their day has come near.
  const countOf = (room: Room): number | undefined =>
    room.path === '/inbox'
      ? counts && counts.all - counts.visits + counts.dueVisits
      : room.path === '/notices'
        ? unread
        : room.path === '/visits'
          ? counts?.dueVisits
          : room.path === '/items'
            ? counts?.items
            : 0;
  const link = (room: Room) => (
    <NavLink key={room.path} to={room.path} className="nav-link">
      <Icon path={room.icon} />
      <span>{t.nav[room.name]}</span>
      {(countOf(room) ?? 0) > 0 && <b className="count">{countOf(room)}</b>}
    </NavLink>
  );
  const onBar = rooms.length > ON_THE_BAR + 1 ? rooms.slice(0, ON_THE_BAR) : rooms;

  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t.nav.skip}
      </a>
      <aside className="side">
        <Link to="/" className="brand">
          <Mark />
          <span>{t.product}</span>
        </Link>
        <nav aria-label={t.nav.main}>{rooms.map(link)}</nav>
        <Who />
      </aside>
      <header className="top">
        <Link to="/" className="brand">
          <Mark />
          <span>{t.product}</span>
        </Link>
        <button type="button" className="button quiet" onClick={() => setMenu(true)}>
          {user.name}
        </button>
      </header>
      {!reached && (
        <p className="connection" role="status">
          {t.state.offline}
        </p>
      )}
      <UnsentBar />
      <main id="content" ref={main} tabIndex={-1}>
        {children}
      </main>
      <nav className="bar" aria-label={t.nav.main}>
        {onBar.map(link)}
        {onBar.length < rooms.length && (
          <button type="button" className="nav-link" onClick={() => setMenu(true)}>
            <Icon path="M5 12h.01M12 12h.01M19 12h.01" />
            <span>{t.nav.more}</span>
          </button>
        )}
      </nav>
      {menu && (
        <Dialog title={user.name} close={() => setMenu(false)}>
          <nav className="menu" aria-label={t.nav.more}>
            {rooms.map(link)}
          </nav>
          <Who />
        </Dialog>
      )}
      {help && <Keys close={() => setHelp(false)} />}
    </div>
  );
}

function Who() {
  const { t } = usePreferences();
  const user = useUser();
  const { signOut } = useSession();
  const { name } = useDepartments();
  return (
    <div className="who">
      <p>
        <b>{user.name}</b>
        <br />
        <span className="muted">
          {name(user.departmentId)} · {user.roles.map((role) => t.role[role]).join(' ')}
        </span>
      </p>
      <div className="row wrap">
        <LanguageSwitch />
        <ThemeSwitch />
        <Link className="button quiet" to="/settings">
          {t.nav.settings}
        </Link>
        <button type="button" className="button quiet" onClick={() => void signOut()}>
          {t.login.signOut}
        </button>
      </div>
    </div>
  );
}

function Keys({ close }: { close: () => void }) {
  const { t } = usePreferences();
  const keys: [string, string][] = [
    ['/', t.keys.search],
    ['j', t.keys.next],
    ['k', t.keys.previous],
    ['Enter', t.keys.open],
    ['a', t.keys.accept],
    ['r', t.keys.return],
    ['g i', t.keys.inbox],
    ['?', t.keys.help],
    ['Esc', t.keys.close],
  ];
  return (
    <Dialog title={t.keys.title} close={close}>
      <dl className="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
