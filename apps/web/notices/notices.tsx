import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { isRehearsing } from '../base/rehearsing.js';
import { useZone } from '../base/session.js';
import { Listed, usePages } from '../parts/lists.js';
import { OnPaper } from '../parts/on-paper.js';
import { spaceOfItems, useRows } from '../parts/rows.js';
import { Empty } from '../parts/states.js';
import { Day, Told, useRead } from './group.js';
import { groupsOf } from './groups.js';

export default function Notices() {
  const t = useWording();
  const zone = useZone();
  const [address, setAddress] = useSearchParams();
  const isUnread = address.get('unread') === 'true';
  const list = usePages(
    ['notices', isUnread ? 'unread-list' : 'all'],
    (cursor, signal) =>
      get('/notices', { query: isUnread ? { unread: 'true', cursor } : { lost: 'false', cursor }, signal }),
    useWhileAlone(30_000),
  );
  const counted = useQuery({
    queryKey: ['notices', 'unread'],
    queryFn: ({ signal }) => get('/notices/count', { signal }),
  });
  const groups = useMemo(() => groupsOf(list.items, zone), [list.items, zone]);
  const { anchor, draw, place, total } = useRows<HTMLUListElement>({ ...list, items: groups }, 64);
  const unread = list.items.filter((each) => each.readAt === null);
  const read = useRead();
  const { lost = 0, unread: waiting = 0 } = counted.data ?? {};
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.notices.title}</h1>
        {(isUnread || waiting > 0) && (
          <button
            type="button"
            className="button"
            aria-pressed={isUnread}
            onClick={() => setAddress(isUnread ? {} : { unread: 'true' }, { replace: true })}
          >
            {t.notices.unreadOnly} <b className="count">{waiting}</b>
          </button>
        )}
        {unread.length > 0 && !isRehearsing() && (
          <button type="button" className="button" onClick={() => void read(unread)}>
            {t.notices.readAll}
          </button>
        )}
      </header>
      <OnPaper filters={isUnread ? [t.notices.unreadOnly] : []} list={list} />
      <Listed
        list={list}
        empty={<Empty title={isUnread ? t.notices.allRead : t.notices.empty} hint={t.inbox.emptyHint} />}
      >
        <ul className="rows" ref={anchor} data-rows={list.items.length}>
          {draw((index) => {
            const group = groups[index]!;
            return (
              <li key={group.id} {...place(index)} aria-setsize={total} aria-posinset={index + 1}>
                <Day group={group} />
                <Told group={group} />
              </li>
            );
          }, spaceOfItems)}
        </ul>
      </Listed>
      {lost > 0 && !isUnread && <p className="muted told-lost">{t.notices.lost(lost)}</p>}
    </div>
  );
}
