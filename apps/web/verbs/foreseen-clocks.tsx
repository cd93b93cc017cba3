import { useId } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Grade, Status } from '#domain/words.js';
import { post, type BodyOf } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { Foreseen } from '../contract.js';
import { GradeMark, Moment } from '../parts/marks.js';
import { usePaused } from '../parts/paused.js';
import { Refusal } from '../parts/refusal.js';

type Foresee = BodyOf<'post', '/disputes/{id}/preview'>;
export type ForeseenVerb = Foresee['verb'];

/**
 * What a command would do to the clocks: asked of the rules themselves, without what people typed.
 *
 * @param body null while it cannot be asked
 * @param sent it was handed in and is not asked about any more: once it is done, the case may be out of sight
 * @returns undefined while it is being asked, null where it is not known
 */
export function useForeseen(
  id: string,
  verb: ForeseenVerb,
  body: Foresee['body'] | null,
  { seq, sent = false }: { seq?: number; sent?: boolean } = {},
) {
  const asked = usePaused(body);
  const { data, isFetching } = useQuery({
    queryKey: ['dispute', id, 'preview', verb, seq, asked],
    // Nobody is asked to sign in again while they type: what they send will.
    queryFn: ({ signal }) =>
      post('/disputes/{id}/preview', { path: { id }, body: { verb, body: asked ?? {} }, signal, plain: true }),
    placeholderData: (before) => before,
    enabled: asked !== null && !sent,
    retry: false,
  });
  // Without a network nothing can be foreseen, and nothing is said of it.
  return body === null ? null : (data ?? (isFetching ? undefined : null));
}

export function ForeseenClocks({
  foreseen,
  was,
  wasGrade,
  now,
  title,
}: {
  /** Undefined until it is known. */
  foreseen: Foreseen | undefined;
  /** Status and grade before; where they are not said, neither is whether they change. */
  was?: Status;
  wasGrade?: Grade | null;
  now?: string;
  title?: string | undefined;
}) {
  const t = useWording();
  const heading = useId();
  return (
    <section className="foreseen" aria-labelledby={heading} aria-live="polite">
      <p id={heading} className="foreseen-title">
        {title ?? t.form.foreseen}
      </p>
      {foreseen?.refused ? (
        <Refusal problem={foreseen.refused} />
      ) : (
        <Lines foreseen={foreseen} was={was} wasGrade={wasGrade} now={now} />
      )}
    </section>
  );
}

function Lines({
  foreseen,
  was,
  wasGrade,
  now,
}: {
  foreseen: Foreseen | undefined;
  was: Status | undefined;
  wasGrade: Grade | null | undefined;
  now: string | undefined;
}) {
  const t = useWording();
  const { name } = useDepartments();
  if (!foreseen) return <p className="muted">{t.state.loading}</p>;
  const { begins, moves, stands, granted, ends, status, grade } = foreseen;
  const what = ({ kind, n }: { kind: Foreseen['ends'][number]['kind']; n?: number }) =>
    n === undefined
      ? t.kind[kind]
      : `${t.kind[kind]} ${kind === 'agreement-term' ? t.dispute.termNo(n) : t.dispute.visitNo(n)}`;
  const changes = was !== undefined && status !== was;
  const regrades = wasGrade !== undefined && grade !== wasGrade;
  if (!changes && !regrades && !granted && [begins, moves, stands, ends].every(({ length }) => length === 0)) {
    return <p className="muted">{t.form.nothingMoves}</p>;
  }
  return (
    <ul>
      {changes && (
        <li>
          {t.list.status} <b>{t.status[status]}</b>
        </li>
      )}
      {regrades && (
        <li>
          {t.list.grade} <GradeMark grade={grade} />
        </li>
      )}
      {begins.map((each, n) => (
        <li key={n} className="foreseen-begins">
          <b>{what(each)}</b> {each.mode && `· ${t.visitMode[each.mode]} `}· {t.dispute.dueBy}{' '}
          <Moment at={each.dueAt} {...(now && { now })} />
          {each.provisional && ` ${t.time.provisional}`}
          <span className="muted">
            {' '}
            · {name(each.departmentId)}
            {each.earliest && (
              <>
                {' '}
                · {t.visits.countsFrom} <Moment at={each.earliest} {...(now && { now })} />
              </>
            )}
          </span>
        </li>
      ))}
      {[...(granted ? [granted] : []), ...moves].map((each, n) => (
        <li key={n} className="foreseen-moves">
          {each === granted && `${t.form.ifGranted} `}
          <b>{what(each)}</b> {t.form.movesTo} <Moment at={each.to} {...(now && { now })} />{' '}
          <s className="muted">
            <Moment at={each.from} {...(now && { now })} />
          </s>
        </li>
      ))}
      {stands.length > 0 && (
        <li>
          {t.form.stands} {stands.map(what).join(t.form.and)}
        </li>
      )}
      {ends.length > 0 && (
        <li className="muted">
          {t.form.ends} {ends.map(what).join(t.form.and)}
        </li>
      )}
    </ul>
  );
}
