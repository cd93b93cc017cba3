import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { usePreferences } from '../base/language.js';
import { useLive } from '../base/live.js';
import { isRehearsing, rehearse } from '../base/rehearsing.js';
import { useSay } from '../base/say.js';
import { useMay, useSession, useUser } from '../base/session.js';
import { Dialog } from '../parts/dialog.js';
import { Mark } from '../parts/mark.js';
import { Bell } from './bell.js';
import { Keys } from './keys.js';
import { usePlaces } from './places.js';
import { Icon, RoomLink, useWaiting } from './room-link.js';
import { type Room, roomsOf } from './rooms.js';
import { useKeys } from './use-keys.js';
import { UnsentBar } from './unsent.js';
import { Search } from './search.js';
import { Who } from './who.js';

const ON_THE_BAR = 4;

export function Shell({ children }: { children: ReactNode }) {
  const { t } = usePreferences();
  const user = useUser();
  const { reached, again } = useSession();
  const rehearsing = isRehearsing();
  // The stream tells of real cases; who rehearses asks now and then.
  useLive(again !== 'over' && !rehearsing);
  usePlaces();
  const say = useSay();
  const wasReached = useRef(reached);
  useEffect(() => {
    if (reached && !wasReached.current) say(t.state.back);
    wasReached.current = reached;
  }, [reached, say, t]);
  const rooms = roomsOf(useMay());
  const isTold = rooms.some((each) => each.path === '/notices');
  const searches = rooms.some((each) => each.path === '/disputes');
  const waiting = useWaiting();
  const [menu, setMenu] = useState(false);
  const [help, setHelp] = useState(false);
  const location = useLocation();
  const main = useRef<HTMLElement>(null);
  useEffect(() => setMenu(false), [location]);

  useKeys({ help: useCallback(() => setHelp(true), []) });

  const link = (room: Room) => <RoomLink key={room.path} room={room} waiting={waiting(room)} />;
  const onBar = rooms.length > ON_THE_BAR + 1 ? rooms.slice(0, ON_THE_BAR) : rooms;

  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t.nav.skip}
      </a>
      <aside className="side">
        <div className="row">
          <Link to="/" className="brand grow">
            <Mark />
            <span>{t.product}</span>
          </Link>
          {isTold && <Bell />}
        </div>
        <nav aria-label={t.nav.main}>{rooms.map(link)}</nav>
        <Who />
      </aside>
      <header className="top">
        <Link to="/" className="brand">
          <Mark />
          <span>{t.product}</span>
        </Link>
        <span className="row">
          {isTold && <Bell />}
          <button type="button" className="button quiet" onClick={() => setMenu(true)}>
            {user.name}
          </button>
        </span>
      </header>
      {!reached && (
        <p className="connection" role="status">
          {t.state.offline}
        </p>
      )}
      {rehearsing && (
        <p className="connection" role="status">
          {t.nav.rehearsing}{' '}
          <button type="button" className="link" onClick={() => rehearse(false)}>
            {t.nav.rehearseNoMore}
          </button>
        </p>
      )}
      <UnsentBar />
      {searches && <Search />}
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
