import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useCounts } from '../base/counts.js';
import { usePreferences, useWording } from '../base/language.js';
import { useChanged } from '../base/live.js';
import { useSay } from '../base/say.js';
import { useAfterCommand, useSend } from '../base/send.js';
import { useDepartments } from '../base/session.js';
import type { Counts, Done, ObligationView, Verb, Work } from '../contract.js';
import { DueLink } from '../parts/due-link.js';
import { ExplanationDialog } from '../parts/explanation.js';
import { Listed, spaceOfItems, Tabs, usePages, useRows } from '../parts/lists.js';
import { GradeMark, LateMark, Tag } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';
import { useRowKeys } from '../parts/row-keys.js';
import { Empty, Skeleton } from '../parts/states.js';
import { VerbDialog } from '../verbs/verb-dialog.js';

const LIVE_MS = 60_000;
const TABS = ['answer', 'work', 'visits', 'approve'] as const satisfies (keyof Counts)[];
type Tab = (typeof TABS)[number];

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
      <Tabs
        label={t.nav.inbox}
        tabs={TABS}
        chosen={tab}
        choose={(each) => setAddress({ tab: each })}
        word={(each) => (
          <>
            {t.tab[each]}
            <b className="count">{counts?.[each] ?? ''}</b>
          </>
        )}
      >
        <WorkList key={tab} tab={tab} isSure={begun !== null || asked !== undefined} />
      </Tabs>
    </div>
  );
}

/** @param isSure whether this is the tab to show: an empty list says so only then */
function WorkList({ tab, isSure }: { tab: Tab; isSure: boolean }) {
  const t = useWording();
  const list = usePages(
    ['inbox', tab],
    (cursor, signal) => get('/inbox', { query: { tab, cursor }, signal }),
    LIVE_MS,
    { idOf: (work) => work.obligation.id },
  );
  const { anchor, draw, place, total } = useRows<HTMLUListElement>(list, 92);
  useRowKeys(anchor);
  const [open, setOpen] = useState<{ work: Work; verb: Verb } | null>(null);
  const [why, setWhy] = useState<ObligationView | null>(null);
  const say = useSay();

  const done = (answer: Done, verb: Verb) => {
    if (verb === 'return') say(t.inbox.returned(answer.dispute.number));
  };
  return (
    <>
      <Listed list={list} empty={isSure ? <Empty title={t.inbox.empty[tab]} hint={t.inbox.emptyHint} /> : <Skeleton />}>
        <ul className="rows" ref={anchor} data-rows={list.items.length}>
          {draw((index) => {
            const work = list.items[index]!;
            return (
              <WorkRow
                key={work.obligation.id}
                work={work}
                place={{ ...place(index), 'aria-setsize': total, 'aria-posinset': index + 1 }}
                open={(verb) => setOpen({ work, verb })}
                explain={setWhy}
              />
            );
          }, spaceOfItems)}
        </ul>
      </Listed>
      {why && <ExplanationDialog obligation={why} close={() => setWhy(null)} />}
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

function WorkRow({
  work,
  place,
  open,
  explain,
}: {
  work: Work;
  place: React.ComponentProps<'li'>;
  open: (verb: Verb) => void;
  explain: (obligation: ObligationView) => void;
}) {
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
    const answer = await send('/disputes/{id}/accept', {
      path: { id: dispute.id },
      body: { transferId: obligation.subjectId! },
      says: `${t.verb.accept} · ${dispute.number}`,
    });
    if (!answer) return;
    say(t.inbox.accepted(dispute.number));
    after(answer);
  };
  return (
    <li {...place} className={changed ? 'work changed' : 'work'} tabIndex={-1} data-row={`/disputes/${dispute.id}`}>
      <div className="work-when">
        {work.state === 'late' ? <LateMark>{remaining.text}</LateMark> : <b className="left">{remaining.text}</b>}
        <DueLink obligation={obligation} explain={explain} />
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
