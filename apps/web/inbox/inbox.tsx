import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useCounts } from '../base/counts.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { useSay } from '../base/say.js';
import type { Counts, Done, ObligationView, Verb } from '../contract.js';
import { ExplanationDialog } from '../parts/explanation.js';
import { Listed, usePages } from '../parts/lists.js';
import { Tabs } from '../parts/tabs.js';
import { OnPaper } from '../parts/on-paper.js';
import { WithPeek } from '../parts/peek.js';
import { spaceOfItems, useRows } from '../parts/rows.js';
import { useRowKeys } from '../parts/row-keys.js';
import { Empty, Skeleton } from '../parts/states.js';
import { usePeek } from '../parts/use-peek.js';
import { VerbDialog } from '../verbs/verb-dialog.js';
import { WorkRow } from './work-row.js';

const LIVE_MS = 60_000;
const KINDS = ['answer', 'work', 'visits', 'approve'] as const satisfies (keyof Counts)[];
const TABS = ['waiting', ...KINDS] as const satisfies (keyof Counts)[];
type Tab = (typeof TABS)[number];

export default function Inbox() {
  const t = useWording();
  const counts = useCounts().data;
  const [address, setAddress] = useSearchParams();
  const asked = TABS.find((each) => each === address.get('tab'));
  // Whoever comes without a wish sees what waits for an answer, and else the first that has anything; chosen once, so
  // that nothing jumps when a list gets empty.
  const [begun, setBegun] = useState<Tab | null>(null);
  if (!begun && counts) setBegun(KINDS.find((each) => counts.cases[each] > 0) ?? 'work');
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
            <b className="count">{counts?.cases[each] ?? ''}</b>
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
    (cursor, signal) => get('/inbox', { query: { tab, by: 'case', cursor }, signal }),
    useWhileAlone(LIVE_MS),
    { idOf: (work) => work.dispute.id },
  );
  const { anchor, draw, place, total } = useRows<HTMLUListElement>(list, 92);
  useRowKeys(anchor);
  const peek = usePeek();
  const [open, setOpen] = useState<{ id: string; owed: ObligationView; verb: Verb } | null>(null);
  const [why, setWhy] = useState<ObligationView | null>(null);
  const say = useSay();

  const done = (answer: Done, verb: Verb) => {
    if (verb === 'return') say(t.inbox.returned(answer.dispute.number));
  };
  return (
    <>
      <Listed list={list} empty={isSure ? <Empty title={t.inbox.empty[tab]} hint={t.inbox.emptyHint} /> : <Skeleton />}>
        <OnPaper filters={[t.tab[tab]]} list={list} />
        <WithPeek peek={peek} framed={false}>
          <ul className="rows" ref={anchor} data-rows={list.items.length}>
            {draw((index) => {
              const work = list.items[index]!;
              return (
                <WorkRow
                  key={work.dispute.id}
                  work={work}
                  peeked={work.dispute.id === peek.id}
                  place={{ ...place(index), 'aria-setsize': total, 'aria-posinset': index + 1 }}
                  open={(verb, owed) => setOpen({ id: work.dispute.id, owed, verb })}
                  explain={setWhy}
                />
              );
            }, spaceOfItems)}
          </ul>
        </WithPeek>
      </Listed>
      {why && <ExplanationDialog obligation={why} close={() => setWhy(null)} />}
      {open && (
        <VerbDialog
          id={open.id}
          verb={open.verb}
          subject={subjectOf(open.owed)}
          close={() => setOpen(null)}
          postpones={open.verb === 'accept'}
          done={(answer) => done(answer, open.verb)}
        />
      )}
    </>
  );
}

const subjectOf = ({ id, subjectId, n }: ObligationView) => ({
  obligationId: id,
  ...(subjectId !== undefined && { subjectId }),
  ...(n !== undefined && { n }),
});
