import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import type { DisputeView } from '../../contract.js';

/** The latest are enough to know that it came back. */
const MOST_REPEATS = 5;

/** Earlier cases of the same people or place; one that may not be seen is counted and not named. */
export function Repeats({ ids }: { ids: DisputeView['repeats'] }) {
  const t = useWording();
  return (
    <>
      {ids
        .slice(-MOST_REPEATS)
        .map((each, n) =>
          each === null ? <span key={n}>{t.dispute.anEarlierCase}</span> : <RepeatLink key={each} id={each} />,
        )}
    </>
  );
}

function RepeatLink({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['dispute', id],
    queryFn: ({ signal }) => get('/disputes/{id}', { path: { id }, signal }),
  });
  return (
    <Link to={`/disputes/${id}`} className="repeat">
      {data?.number ?? id.slice(0, 8)}
    </Link>
  );
}
