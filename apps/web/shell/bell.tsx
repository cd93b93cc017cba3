import { useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useZone } from '../base/session.js';
import { Day, Told } from '../notices/group.js';
import { groupsOf } from '../notices/groups.js';
import { Dialog } from '../parts/dialog.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { Icon, useUnread } from './room-link.js';

/** So many are shown over whatever page one is on; all of them have a page of their own. */
const LATEST = 15;

/** What was told lately, over every page. */
export function Bell() {
  const t = useWording();
  const unread = useUnread();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button quiet bell"
        aria-label={t.notices.bell(unread)}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon path="M6 16V11a6 6 0 0112 0v5l1 2H5zM10 21h4" />
        {unread > 0 && <b className="count">{unread}</b>}
      </button>
      {open && <Panel unread={unread} close={() => setOpen(false)} />}
    </>
  );
}

function Panel({ unread, close }: { unread: number; close: () => void }) {
  const t = useWording();
  const zone = useZone();
  const latest = useQuery({
    queryKey: ['notices', 'latest'],
    queryFn: ({ signal }) => get('/notices', { query: { lost: 'false', limit: LATEST }, signal }),
  });
  const groups = useMemo(() => groupsOf(latest.data?.items ?? [], zone), [latest.data, zone]);
  return (
    <Dialog title={t.notices.title} close={close}>
      <div className="bell-panel">
        {latest.data ? (
          <ul>
            {groups.map((group) => (
              <li key={group.id}>
                <Day group={group} />
                <Told group={group} left={close} />
              </li>
            ))}
          </ul>
        ) : latest.error ? (
          <Failed error={latest.error} retry={() => void latest.refetch()} />
        ) : (
          <Skeleton rows={3} />
        )}
        {latest.data?.items.length === 0 && <Empty title={t.notices.empty} hint={t.inbox.emptyHint} />}
        <p>
          <Link to="/notices" onClick={close}>
            {t.notices.all}
          </Link>
          {unread > 0 && (
            <>
              {' · '}
              <Link to="/notices?unread=true" onClick={close}>
                {t.notices.unreadOnly} <b className="count">{unread}</b>
              </Link>
            </>
          )}
        </p>
      </div>
    </Dialog>
  );
}
