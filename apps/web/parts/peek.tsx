import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { usePreferences } from '../base/language.js';
import { useDispute } from '../base/dispute.js';
import { useDepartments } from '../base/session.js';
import type { DisputeView } from '../contract.js';
import { GradeMark, LateMark, Moment, StatusMark, Tag } from './marks.js';
import { owedText } from './owed.js';
import { Failed, Skeleton } from './states.js';
import type { usePeek } from './use-peek.js';

/** A list with the case beside it that its rows rest on. */
export function WithPeek({
  peek,
  framed = true,
  children,
}: {
  peek: ReturnType<typeof usePeek>;
  framed?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={peek.id ? 'with-peek' : undefined}>
      <div className={framed ? 'panel scroll' : 'scroll'} onFocus={peek.onFocus}>
        {children}
      </div>
      {peek.id && <Peek id={peek.id} close={peek.close} />}
    </div>
  );
}

/** A case beside its list, as far as one has to know it to go on to the next. */
function Peek({ id, close }: { id: string; close: () => void }) {
  const { t } = usePreferences();
  const { data, error, refetch } = useDispute(id);
  return (
    <aside className="panel peek" aria-label={t.list.peek}>
      <button type="button" className="button quiet small peek-close" aria-label={t.list.peekClose} onClick={close}>
        ×
      </button>
      {data ? (
        <Sheet key={data.id} view={data} />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton rows={6} />
      )}
    </aside>
  );
}

function Sheet({ view }: { view: DisputeView }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const owed = view.obligations
    .filter(({ state }) => state === 'open' || state === 'late' || state === 'paused')
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  return (
    <>
      <p className="dispute-marks">
        <span className="number muted">{view.number}</span>
        <GradeMark grade={view.grade} />
        <StatusMark status={view.status} />
      </p>
      <h2>
        <Link to={`/disputes/${view.id}`}>{view.title ?? t.dispute.erased}</Link>
      </h2>
      <p className="muted">
        {t.category[view.category]} · {name(view.place.village)}
        {view.place.address && ` · ${view.place.address}`}
      </p>
      {view.dangerSigns.length > 0 && (
        <p>
          {view.dangerSigns.map((each) => (
            <Tag key={each} tone="warn">
              {t.dangerSign[each]}
            </Tag>
          ))}
        </p>
      )}
      <p className="narrative">{view.narrative ?? t.dispute.erased}</p>
      <dl className="facts">
        <dt>{t.dispute.holder}</dt>
        <dd>
          {name(view.holder)}
          {view.offeredTo.length > 0 && ` → ${listed(view.offeredTo.map(name))}`}
        </dd>
        <dt>{t.list.entered}</dt>
        <dd>
          <Moment at={view.createdAt} now={view.now} />
        </dd>
        <dt>{t.dispute.parties}</dt>
        <dd>
          {view.parties.length === 0
            ? t.dispute.nobody
            : view.parties.map(({ id, name: who, role }) => (
                <p key={id}>
                  {who ?? t.dispute.erased} <span className="muted">{t.partyRole[role]}</span>
                </p>
              ))}
        </dd>
        {owed.length > 0 && <dt>{t.dispute.obligations}</dt>}
        {owed.map(({ id, kind, n, state, dueAt, holder }) => (
          <dd key={id}>
            {owedText({ kind, n }, t)} <span className="muted">{name(holder.departmentId)}</span>{' '}
            {state === 'late' ? (
              <LateMark>
                <Moment at={dueAt} now={view.now} />
              </LateMark>
            ) : state === 'paused' ? (
              <span className="muted">{t.obligationState.paused}</span>
            ) : (
              <Moment at={dueAt} now={view.now} />
            )}
          </dd>
        ))}
      </dl>
      <Link className="button" to={`/disputes/${view.id}`}>
        {t.inbox.open}
        <span className="visually-hidden"> {view.number}</span>
      </Link>
    </>
  );
}
