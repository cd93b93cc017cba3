import { usePreferences } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { DisputeView } from '../../contract.js';
import { HandledBy } from './handled-by.js';
import { MergedWith } from './related.js';
import { GradeMark, LateMark, Moment, StatusMark, Tag } from '../../parts/marks.js';

/** @param isPast whether it is shown as it stood: whom one calls is known of today */
export function Header({ view, isPast }: { view: DisputeView; isPast: boolean }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const isOpen = view.status !== 'closed';
  return (
    <header className="dispute-head">
      <p className="dispute-marks">
        <span className="number">{view.number}</span>
        <GradeMark grade={view.grade} />
        <StatusMark status={view.status} />
        {view.rehearsal && <Tag tone="accent">{t.dispute.rehearsal}</Tag>}
        {view.late > 0 && <LateMark>{t.list.lateCount(view.late)}</LateMark>}
      </p>
      <h1>{view.title ?? t.dispute.erased}</h1>
      <p className="muted">
        {t.category[view.category]} · {t.complexity[view.complexity]} · {name(view.place.village)}
        {view.place.address && ` · ${view.place.address}`}
      </p>
      {view.mergedInto && (
        <p>
          {t.dispute.mergedInto} <MergedWith cases={[view.mergedInto]} />
        </p>
      )}
      {view.mergedFrom.length > 0 && (
        <p>
          {t.dispute.mergedFrom} <MergedWith cases={view.mergedFrom} />
        </p>
      )}
      <p>
        {isOpen && (
          <>
            {t.dispute.holder} <b>{name(view.holder)}</b>{' '}
            <span className="muted">
              {t.dispute.since} <Moment at={view.heldSince} now={view.now} />
            </span>
            {' · '}
          </>
        )}
        <span className="muted">{t.dispute.handOffs(view.handOffs)}</span>
        {view.assistants.length > 0 && (
          <span className="muted">
            {' '}
            · {t.dispute.assistants} {listed(view.assistants.map(name))}
          </span>
        )}
      </p>
      {isOpen && !isPast && <HandledBy view={view} />}
    </header>
  );
}
