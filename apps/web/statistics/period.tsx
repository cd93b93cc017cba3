import { useWording } from '../base/language.js';
import type { Grouping } from '../contract.js';
import { Days } from '../parts/days.js';
import { Pick } from '../parts/pick.js';

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
