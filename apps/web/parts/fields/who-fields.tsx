import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { useStaff } from '../../base/people.js';
import { useDepartments, useUser } from '../../base/session.js';
import { ChooseField } from './choose-field.js';
import type { Common } from './frame.js';

const FRESH_MS = 60_000;

/** How each is found by typing, and what it has in hand; nothing of that while it is not known. */
function useWorkload() {
  const t = useWording();
  const { data } = useQuery({
    queryKey: ['workload'],
    queryFn: ({ signal }) => get('/workload', { signal }),
    staleTime: FRESH_MS,
    retry: false,
  });
  const of = (kind: 'departments' | 'people', id: string) => {
    const known = data?.[kind].find((each) => each.id === id);
    return known ? { sought: known.sought, note: (kind === 'people' ? t.form.namedFor : t.form.open)(known.open) } : {};
  };
  return { of, handler: data?.handler ?? null };
}

export function DepartmentField({
  value,
  change,
  without = [],
  proposed,
  ...common
}: Common & {
  value: string;
  change: (value: string) => void;
  without?: string[];
  none?: string;
  proposed?: string | null | undefined;
}) {
  const { offices, choiceOf } = useDepartments();
  const { of } = useWorkload();
  const options = offices
    .filter((each) => !without.includes(each.id))
    .map((each) => ({ ...choiceOf(each), proposed: each.id === proposed, ...of('departments', each.id) }));
  return <ChooseField {...common} value={value} change={change} options={options} />;
}

/** A colleague of one's own department. */
export function PersonField({
  value,
  change,
  without = [],
  proposes = false,
  ...common
}: Common & {
  value: string;
  change: (value: string) => void;
  without?: string[];
  /** Whom one would name handler stands first. */
  proposes?: boolean;
}) {
  const t = useWording();
  const user = useUser();
  const { of, handler } = useWorkload();
  const options = useStaff(user.departmentId)
    .filter(({ id }) => !without.includes(id))
    .map(({ id, name, roles }) => ({
      value: id,
      label: `${name} · ${roles.map((role) => t.role[role]).join(' ')}`,
      proposed: proposes && id === handler,
      ...of('people', id),
    }));
  const none = common.optional ? t.form.nobodyChosen : t.form.choose;
  return <ChooseField {...common} value={value} change={change} options={options} none={none} />;
}
