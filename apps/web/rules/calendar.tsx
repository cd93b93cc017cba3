import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useAddress } from '../base/address.js';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';
import { useMay, useZone } from '../base/session.js';
import { civil } from '../base/time.js';
import { MissingYear, useCalendars } from './missing-year.js';
import { Moves } from './moves.js';
import { YearView } from './year.js';
import { findYear } from './year-drafted.js';
import { useYearVersions, YearVersions } from './year-versions.js';

export default function Calendar() {
  const t = useWording();
  const zone = useZone();
  const [address, change] = useAddress();
  const may = useMay();
  const years = useCalendars();
  const known = years.data?.items ?? [];
  const isDrafted = (year: number) => years.data !== undefined && findYear(years.data, year) !== undefined;
  const wanted = Number(address.get('year') ?? civil(Date.now(), zone).year);
  const chosen = known.find(({ year }) => year === wanted) ?? known.at(-1);
  const next = known.length > 0 ? Math.max(...known.map(({ year }) => year)) + 1 : civil(Date.now(), zone).year;
  const { data, error, refetch } = useQuery({
    queryKey: ['calendars', chosen?.region, chosen?.year],
    queryFn: ({ signal }) =>
      get('/calendars/{region}/{year}', { path: { region: chosen!.region, year: chosen!.year }, signal }),
    enabled: chosen !== undefined,
    placeholderData: (before) => before,
  });
  const versions = useYearVersions(chosen);
  const all = versions.data?.items ?? [];
  const earlier = all.slice(1).find(({ version }) => version === address.get('version'));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.nav.calendar}</h1>
        <label className="field-inline">
          {t.rules.year}{' '}
          <select
            value={chosen?.year ?? ''}
            onChange={({ target }) => change({ year: target.value, version: null }, { replace: false })}
          >
            {known.map(({ year, official }) => (
              <option key={year} value={year}>
                {year}
                {official ? '' : ` · ${t.rules.unpublished}`}
              </option>
            ))}
          </select>
        </label>
        {may('policy.publish') && (
          <>
            {chosen && (
              <Link className="button" to={`/calendar/${chosen.year}/edit`}>
                {isDrafted(chosen.year) ? t.changing.editYearDraft(chosen.year) : t.changing.editYear(chosen.year)}
              </Link>
            )}
            {next && (
              <Link className="button" to={`/calendar/${next}/edit`}>
                {isDrafted(next) ? t.changing.editYearDraft(next) : t.changing.addYear(next)}
              </Link>
            )}
          </>
        )}
      </header>
      <MissingYear />
      <Moves cause="calendar" />
      {years.error || error ? (
        <Failed error={years.error ?? error} retry={() => void (years.error ? years.refetch() : refetch())} />
      ) : data ? (
        <>
          {earlier && (
            <p className="provisional-note" role="status">
              {t.changing.earlierYear(earlier.version)}{' '}
              <Link to={`/calendar?year=${earlier.document.year}`}>{t.changing.readInForce}</Link>
            </p>
          )}
          <YearView year={earlier?.document ?? data} />
          {versions.error ? (
            <Failed error={versions.error} retry={() => void versions.refetch()} />
          ) : (
            all.length > 0 && <YearVersions versions={all} shown={(earlier ?? all[0])?.version} />
          )}
        </>
      ) : years.isPending ? (
        <Skeleton />
      ) : (
        <Empty title={t.rules.noYear} />
      )}
    </div>
  );
}
