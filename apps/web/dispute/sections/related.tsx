import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import type { CaseName, DisputeView } from '../../contract.js';
import { GradeMark, Tag } from '../../parts/marks.js';
import type { Open } from './next-step.js';
import { Section } from './section.js';

/** Cases of the same people or place, and those that may be: each with what it is to this one, and how it stands. */
export function RelatedCases({ view, open }: { view: DisputeView; open?: (open: Open) => void }) {
  const t = useWording();
  const { id, repeats, repeatNumbers, apart, can } = view;
  const related = useQuery({
    queryKey: ['dispute', id, 'related'],
    queryFn: ({ signal }) => get('/disputes/{id}/related', { path: { id }, signal }),
  });
  const alike = useQuery({
    queryKey: ['dispute', id, 'similar'],
    queryFn: ({ signal }) => get('/disputes/{id}/similar', { path: { id }, signal }),
  });
  const one = new Set([id, view.mergedInto?.id, ...[...view.mergedFrom, ...apart].map((each) => each.id)]);
  const found = (related.data?.items ?? []).filter((each) => !one.has(each.id));
  const known = new Set(found.map((each) => each.id));
  const suspected = (alike.data?.items ?? []).filter(
    ({ why, id: other }) => why === 'suspected-repeat' && !known.has(other),
  );
  // What counts and is found by nothing any more: corrected since, or not to be seen.
  const counted = repeats
    .map((other, n) => ({ id: other, number: repeatNumbers[n] ?? null }))
    .filter((each) => each.id === null || !known.has(each.id));
  if (found.length + suspected.length + counted.length + apart.length === 0) return null;
  const notTheSame = (other: string, number: string | null) =>
    open &&
    can.includes('not-same') &&
    repeats.includes(other) && (
      <button type="button" className="link" onClick={() => open({ verb: 'not-same', subject: { subjectId: other } })}>
        {t.dispute.notTheSame}
        <span className="visually-hidden"> {number}</span>
      </button>
    );
  return (
    <Section title={t.dispute.related}>
      <ul className="related">
        {counted.map((each, n) => (
          <li key={each.id ?? n}>
            <p>
              {each.id === null ? t.dispute.anEarlierCase : <CaseLink id={each.id} number={each.number} />}{' '}
              <Tag>{t.dispute.counts}</Tag> {each.id !== null && notTheSame(each.id, each.number)}
            </p>
          </li>
        ))}
        {found.map((each) => (
          <li key={each.id}>
            <p>
              <CaseLink id={each.id} number={each.number} /> {each.title ?? t.dispute.erased}
            </p>
            <p>
              <GradeMark grade={each.grade} /> <Tag tone="quiet">{t.status[each.status]}</Tag>{' '}
              {each.parties.map((party) => (
                <Tag key={party}>
                  {t.dispute.sameParty(view.parties.find((one) => one.id === party)?.name ?? t.dispute.erased)}
                </Tag>
              ))}{' '}
              {each.samePlace && <Tag>{t.dispute.samePlace}</Tag>}{' '}
              {repeats.includes(each.id) && <Tag>{t.dispute.counts}</Tag>} {notTheSame(each.id, each.number)}
            </p>
          </li>
        ))}
        {suspected.map((each) => (
          <li key={each.id}>
            <p>
              <CaseLink id={each.id} number={each.number} /> <Tag>{t.dispute.suspectedHint}</Tag>
            </p>
          </li>
        ))}
      </ul>
      {apart.length > 0 && (
        <>
          <h3>{t.dispute.apart}</h3>
          <Apart apart={apart} />
        </>
      )}
    </Section>
  );
}

/** What a supervisor ruled to be of others, and why. */
function Apart({ apart }: Pick<DisputeView, 'apart'>) {
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
