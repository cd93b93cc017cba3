import { useWording } from '../base/language.js';
import type { Grouping } from '../contract.js';
import { Pick } from '../parts/pick.js';

/** The first and the last day of a period. @param most the last one that may be chosen */
export function Days({
  from,
  to,
  most,
  set,
}: {
  from: string;
  to: string;
  most?: string;
  set: (field: 'from' | 'to', value: string) => void;
}) {
  const t = useWording();
  return (
    <>
      <label>
        {t.statistics.from}
        <input type="date" value={from} max={to || most} onChange={(event) => set('from', event.target.value)} />
      </label>
      <label>
        {t.statistics.to}
        <input type="date" value={to} min={from} max={most} onChange={(event) => set('to', event.target.value)} />
      </label>
    </>
  );
}

/** When the cases were entered that are counted, and what they are grouped by. */
export function Period({
  from,
  to,
  by,
  set,
}: {
  from: string;
  to: string;
  by: Grouping;
  set: (field: 'from' | 'to' | 'by', value: string) => void;
}) {
  const t = useWording();
  return (
    <div className="filters">
      <Days from={from} to={to} set={set} />
      <Pick
        label={t.statistics.by}
        all={t.statistics.byDepartment}
        value={by === 'department' ? '' : by}
        words={{
          village: t.statistics.byVillage,
          category: t.statistics.byCategory,
          grade: t.statistics.byGrade,
          month: t.statistics.byMonth,
        }}
        choose={(value) => set('by', value || 'department')}
      />
    </div>
  );
}
