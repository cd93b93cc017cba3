import { useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { get, queryOf } from '../api.js';
import type { Page, Visit } from '../contract.js';
import { VerbDialog } from '../dispute/verb-dialog.js';
import { useWording } from '../language.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { useDepartments, useUser, useZone } from '../session.js';
import { fromInput, toDateInput } from '../time.js';

const DAY = 86_400_000;
const LIVE_MS = 20_000;
const SPANS = ['today', 'week', 'done'] as const;
type Span = (typeof SPANS)[number];

/** The visits of the day, village by village, with whom to call and where to go. */
export default function Visits() {
  const t = useWording();
  const zone = useZone();
  const [address, setAddress] = useSearchParams();
  const span: Span = SPANS.find((each) => each === address.get('span')) ?? 'today';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.visits.title}</h1>
      </header>
      <div className="tabs" role="tablist" aria-label={t.visits.title}>
        {SPANS.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`span-${each}`}
            aria-selected={span === each}
            aria-controls="visit-panel"
            onClick={() => setAddress({ span: each })}
          >
            {t.visits[each]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="visit-panel" aria-labelledby={`span-${span}`}>
        <VisitList key={span} span={span} zone={zone} />
      </div>
    </div>
  );
}

function VisitList({ span, zone }: { span: Span; zone: string }) {
  const t = useWording();
  const { name } = useDepartments();
  const user = useUser();
  const [open, setOpen] = useState<Visit | null>(null);
  const midnight = Date.parse(fromInput(toDateInput(Date.now(), zone), zone)!);
  const at = (days: number) => new Date(midnight + days * DAY).toISOString();
  const list = useQuery({
    queryKey: ['visits', span, at(0)],
    queryFn: async ({ signal }) => {
      const ask = (filter: Record<string, string>) =>
        get<Page<Visit>>(`/visits${queryOf({ ...filter, limit: '200' })}`, signal).then((page) => page.items);
      if (span === 'week') return ask({ from: at(1), to: at(8) });
      if (span === 'done') return (await ask({ state: 'done', from: at(-30) })).reverse();
      const [late, due] = await Promise.all([ask({ state: 'late' }), ask({ state: 'due' })]);
      return [...late, ...due];
    },
    refetchInterval: LIVE_MS,
  });
  const villages = useMemo(() => {
    const groups = new Map<string, Visit[]>();
    for (const visit of list.data ?? []) {
      const { village } = visit.dispute.place;
      groups.set(village, [...(groups.get(village) ?? []), visit]);
    }
    return [...groups];
  }, [list.data]);
  const mayVisit = user.roles.some((role) => role === 'visitor' || role === 'desk' || role === 'handler');
  if (list.isPending) return <Skeleton />;
  if (!list.data) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (list.data.length === 0) {
    return <Empty title={span === 'today' ? t.visits.none : span === 'week' ? t.visits.noneWeek : t.visits.noneDone} />;
  }
  return (
    <>
      {villages.map(([village, visits]) => (
        <section key={village} aria-label={name(village)}>
          <h2 className="visit-village">
            {name(village)} <b className="count">{visits.length}</b>
          </h2>
          <ul className="rows">
            {visits.map((visit) => (
              <li key={`${visit.dispute.id} ${visit.n}`} className="visit-card">
                <div>
                  <p className="dispute-marks">
                    <GradeMark grade={visit.dispute.grade} />
                    <b>{t.dispute.visitNo(visit.n)}</b>
                    <Tag tone="accent">{t.visitMode[visit.mode]}</Tag>
                    {visit.state === 'late' ? (
                      <LateMark>{t.visitState.late}</LateMark>
                    ) : (
                      <span className="muted">
                        {visit.state === 'done' && visit.outcome
                          ? t.visitOutcome[visit.outcome]
                          : t.visitState[visit.state]}
                      </span>
                    )}
                    <span className="muted">
                      <Moment at={visit.visitedAt ?? visit.dueAt} />
                    </span>
                  </p>
                  <Link to={`/disputes/${visit.dispute.id}`} className="work-title">
                    {visit.dispute.title ?? t.dispute.erased}
                  </Link>
                  <p className="muted">
                    <span className="number">{visit.dispute.number}</span>
                    {visit.dispute.place.address && ` · ${visit.dispute.place.address}`}
                  </p>
                  <ul className="people">
                    {visit.dispute.parties.map((party) => (
                      <li key={party.id}>
                        {party.name ?? t.dispute.erased} <span className="muted">{t.partyRole[party.role]}</span>{' '}
                        {party.phone && !party.phone.includes('*') ? (
                          <a className="call" href={`tel:${party.phone}`} aria-label={`${t.visits.call} ${party.name}`}>
                            {party.phone}
                          </a>
                        ) : (
                          party.phone
                        )}
                      </li>
                    ))}
                  </ul>
                  {visit.note && <p>{visit.note}</p>}
                </div>
                {mayVisit && visit.state !== 'done' && visit.state !== 'waived' && (
                  <div className="visit-do">
                    <button type="button" className="button primary" onClick={() => setOpen(visit)}>
                      {t.visits.record}
                      <span className="visually-hidden">
                        {' '}
                        {visit.dispute.number} {visit.n}
                      </span>
                    </button>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {open && <VerbDialog id={open.dispute.id} verb="visit" subject={{ n: open.n }} close={() => setOpen(null)} />}
    </>
  );
}
