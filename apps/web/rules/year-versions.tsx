import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useMay } from '../base/session.js';
import type { CalendarVersions } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { Moment } from '../parts/marks.js';
import { RolloutSoFar } from '../parts/rollout.js';
import { useMoves } from './moves.js';
import { NewDays } from './new-in-year.js';

type Version = CalendarVersions['items'][number];

/** As which a year was published, the newest first. */
export function useYearVersions(of: { region: string; year: number } | undefined) {
  return useQuery({
    queryKey: ['calendars', of?.region, of?.year, 'versions'],
    queryFn: ({ signal }) =>
      get('/calendars/{region}/{year}/versions', { path: { region: of!.region, year: of!.year }, signal }),
    enabled: of !== undefined,
  });
}

/** What a year was before: who published it when and why, what was new in it, and how cases moved to it. */
export function YearVersions({ versions, shown }: { versions: readonly Version[]; shown: string | undefined }) {
  const t = useWording();
  const may = useMay();
  const { name } = usePeople();
  const moves = may('policy.publish') || may('policy.move');
  const { changing: words } = t;
  return (
    <section className="section year-versions">
      <h2>{words.versions}</h2>
      <table className="table cards compact">
        <TableHead
          titles={[words.version, words.published, words.why, words.newInVersion, ...(moves ? [words.progress] : [])]}
        />
        <tbody>
          {versions.map(({ version, publishedAt, publishedBy, reason, document }, n) => {
            const before = versions[n + 1]?.document;
            return (
              <tr key={version} data-version={version}>
                <th scope="row">
                  {version === shown ? (
                    <b>{version}</b>
                  ) : (
                    <Link to={`/calendar?year=${document.year}${n === 0 ? '' : `&version=${version}`}`}>{version}</Link>
                  )}
                </th>
                <td data-label={words.published}>
                  {publishedAt && <Moment at={publishedAt} />} {publishedBy ? name(publishedBy) : words.shipped}
                </td>
                <td data-label={words.why}>{reason ?? '–'}</td>
                <td data-label={words.newInVersion}>{before ? <NewDays year={document} known={before} /> : '–'}</td>
                {moves && (
                  <td data-label={words.progress}>
                    <MovedTo version={version} />
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function MovedTo({ version }: { version: string }) {
  const moved = useMoves({ cause: 'calendar', version }).data?.items ?? [];
  if (moved.length === 0) return '–';
  return moved.map((each) => (
    <p key={each.id}>
      <RolloutSoFar of={each} />
    </p>
  ));
}
