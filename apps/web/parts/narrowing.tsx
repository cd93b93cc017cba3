import { type ReactNode, useState } from 'react';
import { useWording } from '../base/language.js';
import { useDepartments, useZone } from '../base/session.js';
import { toDateInput } from '../base/time.js';
import { FindPerson } from './find-person.js';
import { PickDepartment } from './pick-department.js';
import { Pick } from './pick.js';

/** By what lists are narrowed that is not asked for every day, by the names of the API. */
export const NARROWED_BY = ['from', 'to', 'village', 'handler', 'danger'] as const;
type By = (typeof NARROWED_BY)[number];
type Filter = Partial<Record<By, string | undefined>>;

/** The day of the township that an end of a period lies on: a number behind which a list is may begin at any moment. */
function useDayOf() {
  const zone = useZone();
  return (bound: string | undefined) =>
    !bound || bound.length <= 10 || Number.isNaN(Date.parse(bound)) ? (bound ?? '') : toDateInput(bound, zone);
}

/** Folded away until something is asked by it. */
export function Narrowing({
  by = NARROWED_BY,
  filter,
  set,
}: {
  by?: readonly By[];
  filter: Filter;
  set: (name: By, value: string) => void;
}) {
  const t = useWording();
  const departments = useDepartments();
  const dayOf = useDayOf();
  // Who clears a field goes on in the next one.
  const [isOpen, setOpen] = useState(by.some((each) => filter[each]));
  const day = (name: 'from' | 'to') => (
    <label key={name}>
      {t.list[name]}
      <input
        type="date"
        value={dayOf(filter[name])}
        {...(name === 'from' ? { max: dayOf(filter.to) } : { min: dayOf(filter.from) })}
        onChange={(event) => set(name, event.target.value)}
      />
    </label>
  );
  const fields: Record<By, () => ReactNode> = {
    from: () => day('from'),
    to: () => day('to'),
    village: () => (
      <PickDepartment
        key="village"
        label={t.list.village}
        value={filter.village}
        of={departments.villages}
        choose={(value) => set('village', value)}
      />
    ),
    handler: () => (
      <FindPerson
        key="handler"
        label={t.list.handler}
        value={filter.handler}
        choose={(value) => set('handler', value)}
      />
    ),
    danger: () => (
      <Pick
        key="danger"
        label={t.list.danger}
        value={filter.danger}
        words={{ any: t.list.anyDanger, ...t.dangerSign }}
        choose={(value) => set('danger', value)}
      />
    ),
  };
  return (
    <details className="narrowing" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.list.narrow}</summary>
      <div className="filters">{by.map((each) => fields[each]())}</div>
    </details>
  );
}

/** The same in words. */
export function useNarrowed(filter: Filter, nameOf: (id: string) => string): string[] {
  const t = useWording();
  const departments = useDepartments();
  const dayOf = useDayOf();
  const dangers: Record<string, string> = { any: t.list.anyDanger, ...t.dangerSign };
  const says: Record<By, (value: string) => string> = {
    from: dayOf,
    to: dayOf,
    village: departments.name,
    handler: nameOf,
    danger: (value) => dangers[value] ?? value,
  };
  return NARROWED_BY.flatMap((each) => {
    const value = filter[each];
    return value ? [`${t.list[each]}: ${says[each](value)}`] : [];
  });
}
