import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get, post } from '../base/api.js';
import type { Notice } from '../contract.js';
import { useWording } from '../base/language.js';
import { Listed, usePages } from '../parts/lists.js';
import { spaceOfItems, useRows } from '../parts/rows.js';
import { Moment } from '../parts/marks.js';
import { Empty } from '../parts/states.js';
import { useWhileAlone } from '../base/live.js';
import { useMay } from '../base/session.js';

export default function Notices() {
  const t = useWording();
  const may = useMay();
  const queries = useQueryClient();
  const list = usePages(
    ['notices', 'all'],
    (cursor, signal) => get('/notices', { query: { cursor }, signal }),
    useWhileAlone(30_000),
  );
  const { anchor, draw, place, total } = useRows<HTMLUListElement>(list, 44);
  const unread = list.items.filter((each) => each.readAt === null);
  const read = async (notices: Notice[]) => {
    await Promise.all(notices.map((each) => post('/notices/{id}/read', { path: { id: each.id } })));
    await queries.invalidateQueries({ queryKey: ['notices'] });
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.notices.title}</h1>
        {unread.length > 0 && (
          <button type="button" className="button" onClick={() => void read(unread)}>
            {t.notices.readAll} ({unread.length})
          </button>
        )}
      </header>
      <Listed list={list} empty={<Empty title={t.notices.empty} hint={t.inbox.emptyHint} />}>
        <ul className="rows" ref={anchor}>
          {draw((index) => {
            const each = list.items[index]!;
            return (
              <li
                key={each.id}
                {...place(index)}
                aria-setsize={total}
                aria-posinset={index + 1}
                className={each.readAt ? 'notice notice-old' : 'notice notice-new'}
              >
                <div>
                  <b>{t.notice[each.kind]}</b>{' '}
                  {each.readAt === null && <span className="visually-hidden">({t.notices.unread})</span>}
                  <span className="muted number">{each.number}</span>{' '}
                  {each.title ? (
                    <Link
                      to={each.disputeId ? `/disputes/${each.disputeId}` : may('item.triage') ? '/items' : '/tell'}
                      onClick={() => {
                        if (each.readAt === null) void read([each]);
                      }}
                    >
                      {each.title}
                    </Link>
                  ) : (
                    <span className="muted">{t.notices.lost}</span>
                  )}
                </div>
                <span className="muted">
                  <Moment at={each.at} />
                </span>
              </li>
            );
          }, spaceOfItems)}
        </ul>
      </Listed>
    </div>
  );
}
