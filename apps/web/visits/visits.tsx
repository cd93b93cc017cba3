import { useCallback, useState } from 'react';
import { useAddress } from '../base/address.js';
import type { Visit } from '../contract.js';
import { VerbDialog } from '../verbs/verb-dialog.js';
import { useWording } from '../base/language.js';
import { FlagField } from '../parts/fields/choice-fields.js';
import { HowMany } from '../parts/how-many.js';
import { Listed } from '../parts/lists.js';
import { Tabs } from '../parts/tabs.js';
import { Narrowing, useNarrowed } from '../parts/narrowing.js';
import { OnPaper } from '../parts/on-paper.js';
import { Empty } from '../parts/states.js';
import { TakeAway } from '../parts/take-away.js';
import { usePeople, useStaff } from '../base/people.js';
import { useDepartments, useMay, useSession, useUser, useZone } from '../base/session.js';
import { DoorstepDialog } from './doorstep.js';
import { MORE, SPANS, useVisits, type Narrowed, type Span } from './use-visits.js';
import { VisitCard } from './visit-card.js';

/** The visits of the day, village by village, with whom to call and where to go. */
export default function Visits() {
  const t = useWording();
  const zone = useZone();
  const [address, change] = useAddress();
  // Asked for while somebody answers: who to take along, and what comes due where nobody does.
  useStaff(useUser().departmentId);
  useVisits('week', zone);
  useVisits('today', zone);
  const { reached } = useSession();
  const span: Span = SPANS.find((each) => each === address.get('span')) ?? 'today';
  const asked: Narrowed = {
    // What is done is owed by nobody.
    own: span !== 'done' && address.get('own') === 'true' ? 'true' : undefined,
    village: address.get('village') ?? undefined,
    handler: address.get('handler') ?? undefined,
  };
  // Where nobody answers there is what was kept: all of it.
  const narrowed = reached ? asked : {};
  const set = (field: string, value: string) => change({ [field]: value }, { replace: false });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.visits.title}</h1>
        <TakeAway table="visits" query={narrowed} />
      </header>
      {span !== 'done' && (
        <FlagField label={t.list.own} value={narrowed.own === 'true'} change={(own) => set('own', own ? 'true' : '')} />
      )}
      <Narrowing by={MORE} filter={narrowed} set={set} />
      <Tabs
        label={t.visits.title}
        tabs={SPANS}
        chosen={span}
        choose={(each) => set('span', each)}
        word={(each) => t.visits[each]}
      >
        <VisitList key={span} span={span} zone={zone} narrowed={narrowed} />
      </Tabs>
    </div>
  );
}

function VisitList({ span, zone, narrowed }: { span: Span; zone: string; narrowed: Narrowed }) {
  const t = useWording();
  const { name } = useDepartments();
  const [open, setOpen] = useState<{ visit: Visit; verb: 'visit' | 'note' } | null>(null);
  const [asking, setAsking] = useState<{ visit: Visit; verb: 'attach' | 'confirm-visit' } | null>(null);
  const { key, list, villages, askTotal } = useVisits(span, zone, narrowed);
  const more = useNarrowed(narrowed, usePeople().name);
  const said = narrowed.own === 'true' ? [t.list.own, ...more] : more;
  const close = useCallback(() => setOpen(null), []);
  const { refetch } = list;
  const refresh = useCallback(() => void refetch(), [refetch]);
  const mayVisit = useMay()('visit.make');
  const none = { today: t.visits.none, week: t.visits.noneWeek, done: t.visits.noneDone }[span];
  return (
    <Listed list={list} empty={<Empty title={said.length > 0 ? t.visits.noneFits : none} />}>
      <OnPaper filters={[t.visits[span], ...said]} list={list} />
      <HowMany list={list} queryKey={key} ask={askTotal} />
      {villages.map(([village, visits]) => (
        <section key={village} aria-label={name(village)}>
          <h2 className="visit-village">
            {name(village)} <b className="count">{visits.length}</b>
          </h2>
          <ul className="rows">
            {visits.map((visit) => (
              <VisitCard
                key={`${visit.dispute.id} ${visit.n}`}
                visit={visit}
                doing={
                  mayVisit
                    ? {
                        record: () => setOpen({ visit, verb: 'visit' }),
                        photograph: () => setAsking({ visit, verb: 'attach' }),
                        confirm: () => setAsking({ visit, verb: 'confirm-visit' }),
                        note: () => setOpen({ visit, verb: 'note' }),
                      }
                    : null
                }
              />
            ))}
          </ul>
        </section>
      ))}
      {asking && (
        <VerbDialog
          id={asking.visit.dispute.id}
          verb={asking.verb}
          subject={{ n: asking.visit.n }}
          close={() => setAsking(null)}
        />
      )}
      {open && <DoorstepDialog {...open} close={close} refresh={refresh} />}
    </Listed>
  );
}
