import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { get, put } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { useMay } from '../base/session.js';
import type { CalendarList, CalendarYear } from '../contract.js';
import { useDraft } from '../parts/draft.js';
import { DraftLine } from '../parts/draft-line.js';
import { FlagField } from '../parts/fields/choice-fields.js';
import { LineField } from '../parts/fields/text-fields.js';
import { useInSight } from '../parts/in-sight.js';
import { Refusal } from '../parts/refusal.js';
import { MoveProgress } from '../parts/rollout.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { useChange } from '../parts/use-change.js';
import { DaysOf } from './days.js';
import { useCalendars } from './missing-year.js';
import { NewIn } from './new-in-year.js';
import { Notice } from './notice.js';
import { Publishing } from './publish-year.js';
import { yearAndDraft } from './year-drafted.js';

/** A year of the calendar, made by clicking days or from the text of its notice, and published. */
export default function EditYear() {
  const t = useWording();
  const { year = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const rollout = address.get('rollout');
  if (!rollout)
    return <ToEditYear year={Number(year)} published={(id) => setAddress({ rollout: id }, { replace: true })} />;
  return (
    <div className="page stack">
      <header className="page-head">
        <h1>{t.changing.editYear(Number(year))}</h1>
        <Link className="button" to={`/calendar?year=${year}`}>
          {t.changing.read}
        </Link>
      </header>
      <MoveProgress id={rollout} />
    </div>
  );
}

function ToEditYear({ year, published }: { year: number; published: (rollout: string) => void }) {
  const t = useWording();
  const may = useMay();
  const calendars = useCalendars();
  const inForce = useQuery({
    queryKey: ['policy', null],
    queryFn: ({ signal }) => get('/policies/current', { signal }),
  });
  const region = inForce.data?.document.region;
  const found = useQuery({
    queryKey: ['calendars', region, year, 'to-edit'],
    queryFn: ({ signal }) => yearToEdit(region!, year, calendars.data!, signal),
    // What is being clicked is not taken from under the hand.
    enabled: may('policy.publish') && calendars.data !== undefined && region !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });
  if (!may('policy.publish')) return <Empty title={t.state.noRight} hint={t.state.noRightHint} />;
  const failed = calendars.error ?? inForce.error ?? found.error;
  if (failed) return <Failed error={failed} retry={() => void (found.error ? found.refetch() : calendars.refetch())} />;
  if (!found.data) return <Skeleton rows={10} />;
  return (
    <div className="page stack">
      <header className="page-head">
        <h1>{t.changing.editYear(year)}</h1>
        <p className="muted">{found.data.known ? found.data.known.source : t.changing.yearUnknown}</p>
        <Link className="button" to={`/calendar?year=${year}`}>
          {t.changing.read}
        </Link>
      </header>
      <Editing key={year} {...found.data} published={published} />
    </div>
  );
}

interface ToEdit {
  known: CalendarYear | null;
  draft: CalendarYear | null;
  blank: CalendarYear;
}

async function yearToEdit(region: string, year: number, there: CalendarList, signal: AbortSignal): Promise<ToEdit> {
  const blank = { region, year, official: true, source: '', holidays: [], makeUpDays: [], statutory: [] };
  return { ...(await yearAndDraft(there, { region, year }, signal)), blank };
}

function Editing({ known, draft, blank, published }: ToEdit & { published: (rollout: string) => void }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  /** As it was last handed in; what is foretold and published is that. */
  const [kept, setKept] = useState<CalendarYear | null>(draft);
  const { region } = blank;
  // What is clicked outlives the page, as what is typed does.
  const typed = useDraft<{ document: CalendarYear | null }>(`calendar.${region}.${blank.year}`, { document: null });
  const year = typed.value.document ?? kept ?? known ?? blank;
  const { send, busy, problem } = useChange();
  const path = { region, year: blank.year };
  const change = (more: Partial<CalendarYear>) => typed.change({ document: { ...year, ...more } });
  const save = () =>
    send(
      put('/calendars/{region}/{year}', { path, body: { ...year } }).then(({ document }) => {
        setKept(document);
        typed.clear();
        void queries.invalidateQueries({ queryKey: ['calendars'], exact: true });
        queries.removeQueries({ queryKey: ['calendar-preview'] });
      }),
    );
  const isAs = (other: CalendarYear) => JSON.stringify(other) === JSON.stringify(year);
  const isSaved = kept !== null && isAs(kept);
  const isTouched = !isAs(kept ?? known ?? blank);
  const wrong = problem?.errors ?? [];
  const said = useInSight<HTMLUListElement>(problem);
  return (
    <>
      {isTouched && typed.restored && <DraftLine discard={typed.clear} />}
      <Notice year={year} read={change} />
      <section className="section">
        <h2>{t.changing.days}</h2>
        <DaysOf year={year} known={known} change={change} />
        <LineField
          label={t.rules.source}
          value={year.source}
          change={(source) => change({ source })}
          error={wrong.find(({ pointer }) => pointer === '/source')?.detail}
        />
        <FlagField
          label={t.changing.official}
          hint={t.changing.officialHint}
          value={year.official}
          change={(official) => change({ official })}
        />
        {problem &&
          (wrong.length > 0 ? (
            <ul className="field-error in-sight" role="alert" ref={said}>
              {wrong.map(({ pointer, detail, code }) => (
                <li key={pointer + code}>
                  <b>{dayAt(year, pointer)}</b> {detail}
                </li>
              ))}
            </ul>
          ) : (
            <Refusal problem={problem} />
          ))}
      </section>
      <NewIn year={year} known={known} />
      <div className="rule-foot rule-foot-still">
        <span className="grow" role="status">
          {isSaved ? t.changing.saved : isTouched && t.changing.unsaved}
        </span>
        <button type="button" className="button primary" disabled={busy || isSaved} onClick={() => void save()}>
          {t.changing.save}
        </button>
      </div>
      {isSaved && <Publishing key={JSON.stringify(kept)} draft={kept} published={published} />}
    </>
  );
}

/** `/makeUpDays/3` is the fourth of them. */
function dayAt(year: CalendarYear, pointer: string): string {
  const [, list, n] = pointer.split('/');
  const days = list === 'holidays' || list === 'makeUpDays' || list === 'statutory' ? year[list] : [];
  return days[Number(n)] ?? '';
}
