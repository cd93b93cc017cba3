import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { get, type QueryOf } from '../base/api.js';
import type { Visit } from '../contract.js';
import { VerbDialog } from '../verbs/verb-dialog.js';
import { useWording } from '../base/language.js';
import { Listed, Tabs, usePages } from '../parts/lists.js';
import { useChanged } from '../base/live.js';
import { GradeMark, LateMark, Moment, Tag } from '../parts/marks.js';
import { Empty } from '../parts/states.js';
import { useDepartments, useMay, useZone } from '../base/session.js';
import { fromInput, toDateInput } from '../base/time.js';
import { visitMoment } from '../base/visit-moment.js';

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
      <Tabs
        label={t.visits.title}
        tabs={SPANS}
        chosen={span}
        choose={(each) => setAddress({ span: each })}
        word={(each) => t.visits[each]}
      >
        <VisitList key={span} span={span} zone={zone} />
      </Tabs>
    </div>
  );
}

function VisitList({ span, zone }: { span: Span; zone: string }) {
  const t = useWording();
  const { name } = useDepartments();
  const [open, setOpen] = useState<Visit | null>(null);
  const [photo, setPhoto] = useState<Visit | null>(null);
  const midnight = Date.parse(fromInput(toDateInput(Date.now(), zone), zone)!);
  const at = (days: number) => new Date(midnight + days * DAY).toISOString();
  // One after the other, each in pages; what is done newest week first.
  const asked: Record<Span, QueryOf<'/visits'>[]> = {
    today: [{ state: 'late' }, { state: 'due' }],
    week: [{ from: at(1), to: at(8) }],
    done: [0, 7, 14, 21].map((days) => ({ state: 'done', from: at(-days - 7), to: at(days ? -days : 1) })),
  };
  const parts = asked[span];
  const list = usePages(
    ['visits', span, at(0)],
    async (place, signal) => {
      const [part = '', cursor = ''] = place.split(' ');
      const n = Number(part);
      const page = await get('/visits', { query: { ...parts[n], cursor, limit: 100 }, signal });
      const next = page.next ? `${n} ${page.next}` : n + 1 < parts.length ? `${n + 1} ` : null;
      return { items: span === 'done' ? page.items.reverse() : page.items, next };
    },
    LIVE_MS,
  );
  // The few of one part do not fill a screen: the next part comes by itself.
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const isShort = list.items.length < 40;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetching) void fetchNextPage();
  }, [isShort, hasNextPage, isFetching, fetchNextPage]);
  const villages = useMemo(() => {
    const groups = new Map<string, Visit[]>();
    for (const visit of list.items) {
      const { village } = visit.dispute.place;
      groups.set(village, [...(groups.get(village) ?? []), visit]);
    }
    return [...groups];
  }, [list.items]);
  const mayVisit = useMay()('visit.make');
  const none = { today: t.visits.none, week: t.visits.noneWeek, done: t.visits.noneDone }[span];
  return (
    <Listed list={list} empty={<Empty title={none} />}>
      {villages.map(([village, visits]) => (
        <section key={village} aria-label={name(village)}>
          <h2 className="visit-village">
            {name(village)} <b className="count">{visits.length}</b>
          </h2>
          <ul className="rows">
            {visits.map((visit) => (
              <VisitCard key={`${visit.dispute.id} ${visit.n}`} dispute={visit.dispute.id}>
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
                      <Moment at={visitMoment(visit)} />
                      {visit.state !== 'done' && visit.attempts > 0 && ` · ${t.dispute.attempts(visit.attempts)}`}
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
                          <a className="call" href={`tel:${party.phone}`}>
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
                    <button type="button" className="button" onClick={() => setPhoto(visit)}>
                      {t.files.photo}
                      <span className="visually-hidden">
                        {' '}
                        {visit.dispute.number} {visit.n}
                      </span>
                    </button>
                  </div>
                )}
              </VisitCard>
            ))}
          </ul>
        </section>
      ))}
      {photo && (
        <VerbDialog id={photo.dispute.id} verb="attach" subject={{ n: photo.n }} close={() => setPhoto(null)} />
      )}
      {open && <VerbDialog id={open.dispute.id} verb="visit" subject={{ n: open.n }} close={() => setOpen(null)} />}
    </Listed>
  );
}

function VisitCard({ dispute, children }: { dispute: string; children: ReactNode }) {
  return <li className={useChanged(dispute) ? 'visit-card changed' : 'visit-card'}>{children}</li>;
}
