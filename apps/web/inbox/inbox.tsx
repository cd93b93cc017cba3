import { useEffect, useRef, useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { get, queryOf } from '../api.js';
import { TABS, type Done, type Page, type Tab, type Verb, type Work } from '../contract.js';
import { VerbDialog } from '../dispute/verb-dialog.js';
import { Refusal } from '../dispute/verb-form.js';
import { usePreferences, useWording } from '../language.js';
import { useChanged } from '../live.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { useSay } from '../parts/say.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { useAfterCommand, useSend } from '../send.js';
import { useDepartments } from '../session.js';
import { useCounts } from '../shell/shell.js';

const LIVE_MS = 60_000;

/** What meets an obligation from the list itself; everything else is done on the dispute's page. */
const HERE: Partial<Record<Work['obligation']['kind'], Verb>> = {
  'return-visit': 'visit',
  'decide-return': 'decide-return',
  'decide-extension': 'decide-extension',
};

export default function Inbox() {
  const t = useWording();
  const counts = useCounts().data;
  const [address, setAddress] = useSearchParams();
  const asked = TABS.find((each) => each === address.get('tab'));
  // Whoever comes without a wish sees what waits for an answer, and else the first that has anything; chosen once, so
  // that nothing jumps when a list gets empty.
  const [begun, setBegun] = useState<Tab | null>(null);
  if (!begun && counts) setBegun(TABS.find((each) => counts[each] > 0) ?? 'work');
  const tab: Tab = asked ?? begun ?? 'answer';

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.nav.inbox}</h1>
      </header>
      <div className="tabs" role="tablist" aria-label={t.nav.inbox}>
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`tab-${each}`}
            aria-selected={tab === each}
            aria-controls="tab-panel"
            onClick={() => setAddress({ tab: each })}
          >
            {t.tab[each]}
            <b className="count">{counts?.[each] ?? ''}</b>
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        {begun || asked ? <WorkList key={tab} tab={tab} /> : <Skeleton />}
      </div>
    </div>
  );
}

function WorkList({ tab }: { tab: Tab }) {
  const t = useWording();
  const list = useInfiniteQuery({
    queryKey: ['inbox', tab],
    queryFn: ({ pageParam, signal }) => get<Page<Work>>(`/inbox${queryOf({ tab, cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: LIVE_MS,
  });
  const rows = useRef<HTMLUListElement>(null);
  useRowKeys(rows);
  const [open, setOpen] = useState<{ work: Work; verb: Verb } | null>(null);
  const say = useSay();

  if (list.isPending) return <Skeleton />;
  if (!list.data) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  const done = (answer: Done, verb: Verb) => {
    if (verb === 'return') say(t.inbox.returned(answer.dispute.number));
  };
  return (
    <>
      {list.isError && <p className="stale">{t.state.stale}</p>}
      {items.length === 0 ? (
        <Empty title={t.inbox.empty[tab]} hint={t.inbox.emptyHint} />
      ) : (
        <ul className="rows" ref={rows}>
          {items.map((work) => (
            <WorkRow key={work.obligation.id} work={work} open={(verb) => setOpen({ work, verb })} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <button type="button" className="button" disabled={list.isFetching} onClick={() => void list.fetchNextPage()}>
          {t.state.more}
        </button>
      )}
      {open && (
        <VerbDialog
          id={open.work.dispute.id}
          verb={open.verb}
          subject={subjectOf(open.work)}
          close={() => setOpen(null)}
          done={(answer) => done(answer, open.verb)}
        />
      )}
    </>
  );
}

const subjectOf = ({ obligation }: Work) => ({
  obligationId: obligation.id,
  ...(obligation.subjectId !== undefined && { subjectId: obligation.subjectId }),
  ...(obligation.n !== undefined && { n: obligation.n }),
});

function WorkRow({ work, open }: { work: Work; open: (verb: Verb) => void }) {
  const t = useWording();
  const { language } = usePreferences();
  const { name } = useDepartments();
  const { send, state, problem } = useSend();
  const after = useAfterCommand();
  const say = useSay();
  const { dispute, obligation, remaining } = work;
  const changed = useChanged(dispute.id);
  const answers = obligation.kind === 'answer-transfer';
  const here = HERE[obligation.kind];

  const accept = async () => {
    const answer = await send<Done>(`/disputes/${dispute.id}/accept`, { transferId: obligation.subjectId });
    if (!answer) return;
    say(t.inbox.accepted(dispute.number));
    after(answer);
  };
  return (
    <li className={changed ? 'work changed' : 'work'} tabIndex={-1} data-row={`/disputes/${dispute.id}`}>
      <div className="work-when">
        {work.state === 'late' ? <LateMark>{remaining.text}</LateMark> : <b className="left">{remaining.text}</b>}
        <span className="muted">
          <Moment at={work.dueAt} />
          {obligation.provisional && ` ${t.time.provisional}`}
        </span>
      </div>
      <div className="work-what">
        <p>
          <GradeMark grade={dispute.grade} />
          <Tag>
            {t.kind[obligation.kind]}
            {obligation.n !== undefined && obligation.kind === 'return-visit' && ` ${obligation.n}`}
          </Tag>
          <span className="muted number">{dispute.number}</span>
          {changed && <Tag tone="accent">{t.inbox.updated}</Tag>}
        </p>
        <Link to={`/disputes/${dispute.id}`} className="work-title">
          {dispute.title ?? t.dispute.erased}
        </Link>
        <p className="muted">
          {t.category[dispute.category]} · {name(dispute.place.village)}
          {dispute.place.address && language === 'zh-CN' ? ` · ${dispute.place.address}` : ''}
        </p>
        {problem && <Refusal problem={problem} />}
        {state === 'waiting' && <p className="unsent">{t.state.unsent}</p>}
      </div>
      <div className="work-do">
        {answers && (
          <>
            <button
              type="button"
              className="button primary"
              data-key="a"
              disabled={state !== 'idle'}
              onClick={() => void accept()}
            >
              {t.inbox.accept}
              <span className="visually-hidden"> {dispute.number}</span>
            </button>
            <button type="button" className="button" data-key="r" onClick={() => open('return')}>
              {t.inbox.returnIt}
              <span className="visually-hidden"> {dispute.number}</span>
            </button>
          </>
        )}
        {here && (
          <button type="button" className="button primary" onClick={() => open(here)}>
            {t.verb[here]}
            <span className="visually-hidden"> {dispute.number}</span>
          </button>
        )}
        {!answers && !here && (
          <Link className="button" to={`/disputes/${dispute.id}`}>
            {t.inbox.open}
            <span className="visually-hidden"> {dispute.number}</span>
          </Link>
        )}
      </div>
    </li>
  );
}

/** `j` and `k` walk the rows, Enter opens one, letters press its buttons. */
export function useRowKeys(list: React.RefObject<HTMLElement | null>) {
  const navigate = useNavigate();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const into = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || into.closest('input, textarea, select, dialog')) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const current = into.closest<HTMLElement>('[data-row]');
      const at = current ? rows.indexOf(current) : -1;
      if (event.key === 'j') rows[Math.min(at + 1, rows.length - 1)]?.focus();
      else if (event.key === 'k') rows[Math.max(at - 1, 0)]?.focus();
      else if (event.key === 'Enter' && current && into === current) void navigate(current.dataset.row!);
      else if (current) current.querySelector<HTMLButtonElement>(`[data-key="${CSS.escape(event.key)}"]`)?.click();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [list, navigate]);
}
