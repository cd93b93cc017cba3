import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import type { CaseName, DisputeView } from '../../contract.js';
import { Tag } from '../../parts/marks.js';
import type { Open } from './next-step.js';

/** The latest are enough to know that it came back. */
const MOST_REPEATS = 5;

/** Earlier cases of the same people or place; one that may not be seen is counted and not named. */
export function Repeats({ view, open }: { view: DisputeView; open?: (open: Open) => void }) {
  const t = useWording();
  const { repeats, repeatNumbers, can } = view;
  const named = repeats.map((id, n) => ({ id, number: repeatNumbers[n] ?? null }));
  return (
    <ul className="parties">
      {named.slice(-MOST_REPEATS).map(({ id, number }, n) => (
        <li key={id ?? n}>
          {id === null ? t.dispute.anEarlierCase : <CaseLink id={id} number={number} />}{' '}
          {id !== null && open && can.includes('not-same') && (
            <button
              type="button"
              className="link"
              onClick={() => open({ verb: 'not-same', subject: { subjectId: id } })}
            >
              {t.dispute.notTheSame}
              <span className="visually-hidden"> {number}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What a supervisor ruled to be of others, and why. */
export function Apart({ apart }: Pick<DisputeView, 'apart'>) {
  const t = useWording();
  return (
    <ul className="parties">
      {apart.map(({ id, number, at, reason }) => (
        <li key={at}>
          {id === null ? t.dispute.anEarlierCase : <CaseLink id={id} number={number} />}{' '}
          <span className="muted">{reason ?? t.dispute.erased}</span>
        </li>
      ))}
    </ul>
  );
}

/** Cases of the same names, village and kind: nobody knows whether they are the same people, so that they raise nothing. */
export function useSuspected({ id }: Pick<DisputeView, 'id'>) {
  const { data } = useQuery({
    queryKey: ['dispute', id, 'similar'],
    queryFn: ({ signal }) => get('/disputes/{id}/similar', { path: { id }, signal }),
  });
  return (data?.items ?? []).filter(({ why }) => why === 'suspected-repeat');
}

export function Suspected({ cases }: { cases: ReturnType<typeof useSuspected> }) {
  const t = useWording();
  return (
    <ul className="parties">
      {cases.map(({ id, number }) => (
        <li key={id}>
          <CaseLink id={id} number={number} /> <Tag>{t.dispute.suspectedHint}</Tag>
        </li>
      ))}
    </ul>
  );
}

/** Cases that are one with this one: where it goes on, and those that go on here. One that may not be seen has its number. */
export function MergedWith({ cases }: { cases: readonly CaseName[] }) {
  return (
    <>
      {cases.map(({ id, number }) => (
        <span key={number}>{id === undefined ? number : <CaseLink id={id} number={number} />} </span>
      ))}
    </>
  );
}

function CaseLink({ id, number }: { id: string; number: string | null }) {
  return (
    <Link to={`/disputes/${id}`} className="repeat">
      {number ?? id.slice(0, 8)}
    </Link>
  );
}
