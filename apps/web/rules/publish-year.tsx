import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { get, post, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useMay } from '../base/session.js';
import type { CalendarList, CalendarYear } from '../contract.js';
import { Moment } from '../parts/marks.js';
import { MoveProgress } from '../parts/rollout.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { useChange } from '../parts/use-change.js';
import { Discard } from './discard.js';
import { useCalendars } from './missing-year.js';
import { useMoves } from './moves.js';
import { NewIn } from './new-in-year.js';
import { PreviewOf } from '../parts/preview.js';
import { PublishForm } from '../parts/publish-form.js';
import { findYear, yearAndDraft } from './year-drafted.js';

/** A year that is drafted, as a release brings it or somebody wrote it: what is new in it, what it moves, and its publishing. */
export default function PublishYear() {
  const t = useWording();
  const may = useMay();
  const { year: named = '' } = useParams();
  const year = Number(named);
  const [address, setAddress] = useSearchParams();
  const rollout = address.get('rollout');
  const calendars = useCalendars();
  if (!may('policy.publish')) return <Empty title={t.state.noRight} hint={t.state.noRightHint} />;
  if (calendars.error) return <Failed error={calendars.error} retry={() => void calendars.refetch()} />;
  if (!calendars.data) return <Skeleton rows={8} />;
  const drafted = findYear(calendars.data, year);
  return (
    <div className="page stack">
      <header className="page-head">
        <h1>{t.changing.publishYear(year)}</h1>
        <Link className="button" to={`/calendar/${year}/edit`}>
          {t.changing.editYear(year)}
        </Link>
        <Link className="button" to={`/calendar?year=${year}`}>
          {t.changing.read}
        </Link>
      </header>
      {rollout ? (
        <MoveProgress id={rollout} />
      ) : drafted ? (
        <Drafted
          there={calendars.data}
          drafted={drafted}
          published={(id) => setAddress({ rollout: id }, { replace: true })}
        />
      ) : (
        <Before year={year} />
      )}
    </div>
  );
}

function Drafted({
  there,
  drafted: { year, byRelease, draftedBy, draftedAt },
  published,
}: {
  there: CalendarList;
  drafted: CalendarList['drafted'][number];
  published: (rollout: string) => void;
}) {
  const t = useWording();
  const { name } = usePeople();
  const go = useNavigate();
  const queries = useQueryClient();
  const inForce = useQuery({
    queryKey: ['policy', null],
    queryFn: ({ signal }) => get('/policies/current', { signal }),
  });
  const region = inForce.data?.document.region;
  const found = useQuery({
    queryKey: ['calendars', region, year, 'drafted', draftedAt],
    queryFn: ({ signal }) => yearAndDraft(there, { region: region!, year }, signal),
    enabled: region !== undefined,
    gcTime: 0,
  });
  const failed = inForce.error ?? found.error;
  if (failed) return <Failed error={failed} retry={() => void (found.error ? found.refetch() : inForce.refetch())} />;
  if (!found.data?.draft) return <Skeleton rows={8} />;
  const { known, draft } = found.data;
  const discard = async () => {
    await remove('/calendars/{region}/{year}/draft', { path: { region: draft.region, year } });
    void go(`/calendar?year=${year}`);
    await queries.invalidateQueries({ queryKey: ['calendars'] });
  };
  return (
    <>
      <p>
        {byRelease ? t.changing.byRelease : draftedBy && name(draftedBy)} {draftedAt && <Moment at={draftedAt} day />} ·{' '}
        {t.rules.source}: {draft.source} <Discard draft={`${year}`} discard={discard} />
      </p>
      <NewIn year={draft} known={known} />
      <Publishing key={JSON.stringify(draft)} draft={draft} published={published} />
    </>
  );
}

/** Nothing is left to be published of it: how far open cases have moved to what was published last. */
function Before({ year }: { year: number }) {
  const t = useWording();
  const { data, error, refetch } = useMoves({ cause: 'calendar' });
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={2} />;
  const last = data.items.find(({ rules }) => new RegExp(`-${year}\\.\\d+$`).test(rules?.version ?? ''));
  return last ? (
    <MoveProgress id={last.id} />
  ) : (
    <Empty title={t.changing.noYearDraft(year)} hint={t.changing.noYearDraftHint} />
  );
}

/** What the draft of a year would move, and its publishing. */
export function Publishing({
  draft: { region, year, source },
  published,
}: {
  /** As it was handed in. */
  draft: CalendarYear;
  published: (rollout: string) => void;
}) {
  const t = useWording();
  const path = { region, year };
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['calendar-preview', path.year],
    queryFn: ({ signal }) => post('/calendars/{region}/{year}/preview', { path, signal }),
    gcTime: 0,
  });
  const { send, busy, problem } = useChange();
  const publish = (said: { reason: string; allowShorter: boolean }) =>
    send(
      post('/calendars/{region}/{year}/publish', { path, body: said }).then(({ rollout }) => {
        published(rollout.id);
        void queries.invalidateQueries({ queryKey: ['calendars'] });
        void queries.invalidateQueries({ queryKey: ['rollouts'] });
      }),
    );
  return (
    <>
      <h2>{t.changing.wouldMove}</h2>
      <p className="muted">{t.changing.yearMoves}</p>
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={4} />
      ) : (
        <PreviewOf preview={data} sheet={`calendars/${region}/${year}/preview.xlsx`}>
          <PublishForm
            draft={`publish.${region}.${year}`}
            preview={data}
            moves
            because={source}
            busy={busy}
            problem={problem}
            publish={publish}
          />
        </PreviewOf>
      )}
    </>
  );
}
