import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get, post, queryOf } from '../api.js';
import type { Notice, Page } from '../contract.js';
import { useWording } from '../language.js';
import { Moment } from '../parts/marks.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';

export default function Notices() {
  const t = useWording();
  const queries = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: ['notices', 'all'],
    queryFn: ({ pageParam, signal }) => get<Page<Notice>>(`/notices${queryOf({ cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: 30_000,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = items.filter((each) => each.readAt === null);
  const read = async (notices: Notice[]) => {
    await Promise.all(notices.map((each) => post(`/notices/${each.id}/read`, undefined)));
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
      {list.isPending ? (
        <Skeleton />
      ) : !list.data ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t.notices.empty} hint={t.inbox.emptyHint} />
      ) : (
        <ul className="rows">
          {items.map((each) => (
            <li key={each.id} className={each.readAt ? 'notice notice-old' : 'notice notice-new'}>
              <div>
                <b>{t.notice[each.kind] ?? each.kind}</b>{' '}
                {each.readAt === null && <span className="visually-hidden">({t.notices.unread})</span>}
                <span className="muted number">{each.number}</span>{' '}
                {each.title ? (
                  <Link
                    to={`/disputes/${each.disputeId}`}
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
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <p className="form-foot">
          <button type="button" className="button" disabled={list.isFetching} onClick={() => void list.fetchNextPage()}>
            {t.state.more}
          </button>
        </p>
      )}
    </div>
  );
}
