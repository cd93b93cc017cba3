import { useMemo } from 'react';
import { usePreferences } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { Attribution, DisputeView } from '../../contract.js';
import { MergedWith } from './repeats.js';
import { GradeMark, LateMark, Moment, StatusMark, Tag } from '../../parts/marks.js';

export function Header({ view, attribution }: { view: DisputeView; attribution: Attribution | undefined }) {
  const { t, listed } = usePreferences();
  const { name } = useDepartments();
  const since = useMemo(() => {
    const parts = attribution?.parts ?? [];
    const held = parts.findLastIndex((each) => each.departmentId !== view.holder);
    return parts[held + 1]?.from;
  }, [attribution, view.holder]);
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
            {t.dispute.holder} <b>{name(view.holder)}</b>
            {since && (
              <span className="muted">
                {' '}
                {t.dispute.since} <Moment at={since} now={view.now} />
              </span>
            )}
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
    </header>
  );
}
