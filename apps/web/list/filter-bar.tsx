import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import { Narrowing } from '../parts/narrowing.js';
import { PickDepartment } from '../parts/pick-department.js';
import { Pick } from '../parts/pick.js';
import type { Filter, SORTS } from './filters.js';

export function FilterBar({
  filter,
  sort,
  set,
  clear,
}: {
  filter: Filter;
  sort: (typeof SORTS)[number] | undefined;
  set: (name: string, value: string) => void;
  /** Where there is anything to clear. */
  clear: (() => void) | null;
}) {
  const t = useWording();
  const departments = useDepartments();
  return (
    <div className="filters">
      <Pick label={t.list.status} value={filter.status} words={t.status} choose={(value) => set('status', value)} />
      <Pick label={t.list.grade} value={filter.grade} words={t.grade} choose={(value) => set('grade', value)} />
      <Pick
        label={t.list.category}
        value={filter.category}
        words={t.category}
        choose={(value) => set('category', value)}
      />
      <PickDepartment
        label={t.list.holder}
        value={filter.holder}
        of={departments.offices}
        choose={(value) => set('holder', value)}
      />
      <Pick
        label={t.list.sort}
        all={t.list.newest}
        value={sort}
        words={t.list.sorts}
        choose={(value) => set('sort', value)}
      />
      <label className="check small">
        <input
          type="checkbox"
          checked={filter.late === 'true'}
          onChange={(event) => set('late', event.target.checked ? 'true' : '')}
        />
        <span>{t.list.late}</span>
      </label>
      {clear && (
        <button type="button" className="button quiet" onClick={clear}>
          {t.list.clear}
        </button>
      )}
      <Narrowing filter={filter} set={set} />
    </div>
  );
}
