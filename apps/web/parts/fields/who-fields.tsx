import { useId } from 'react';
import { useWording } from '../../base/language.js';
import { useStaff } from '../../base/people.js';
import { useDepartments, useUser } from '../../base/session.js';
import { type Common, described, FieldFrame } from './frame.js';

export function DepartmentField({
  value,
  change,
  without = [],
  none,
  ...common
}: Common & { value: string; change: (value: string) => void; without?: string[]; none?: string }) {
  const t = useWording();
  const id = useId();
  const { offices, name } = useDepartments();
  return (
    <FieldFrame id={id} {...common}>
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{none ?? t.form.choose}</option>
        {offices
          .filter((each) => !without.includes(each.id))
          .map((each) => (
            <option key={each.id} value={each.id}>
              {name(each.id)}
            </option>
          ))}
      </select>
    </FieldFrame>
  );
}

export function PersonField({ value, change, ...common }: Common & { value: string; change: (value: string) => void }) {
  const t = useWording();
  const id = useId();
  const user = useUser();
  const staff = useStaff(user.departmentId);
  return (
    <FieldFrame id={id} {...common}>
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{common.optional ? t.form.nobodyChosen : t.form.choose}</option>
        {staff.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name} · {each.roles.map((role) => t.role[role]).join(' ')}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
