import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useDepartments, useUser } from '../base/session.js';
import { Tag } from '../parts/marks.js';
import { LinesForm } from './lines-form.js';
import type { StepProps } from './step.js';
import { useLines } from './use-lines.js';

const SAMPLE = '石桥派出所\tPolice station\t流转台\n石桥司法所\tJustice office\n石溪村\tShixi village\t村';
const DESK = ['流转台', 'desk'];
const VILLAGE = ['村', '社区', 'village'];

/** Departments, typed or pasted, and those that are there. */
export function DepartmentsStep({ next }: StepProps) {
  const t = useWording();
  const user = useUser();
  const queries = useQueryClient();
  const { all, name } = useDepartments();
  const lines = useLines(async ([department = '', nameEn = '', ...kinds]) => {
    const words = [nameEn, ...kinds].map((each) => each.toLowerCase());
    const hasDesk = words.some((each) => DESK.includes(each));
    const isVillage = words.some((each) => VILLAGE.includes(each));
    const isKind = DESK.includes(nameEn.toLowerCase()) || VILLAGE.includes(nameEn.toLowerCase());
    const english = nameEn && !isKind ? { nameEn } : {};
    await post('/departments', {
      body: { name: department, parentId: user.departmentId, hasDesk, isVillage, ...english },
    });
  });
  return (
    <>
      <ul className="desk-list">
        {all
          .filter((each) => each.active && each.id !== user.departmentId)
          .map((each) => (
            <li key={each.id}>
              <span>
                {name(each.id)} {each.hasDesk && <Tag tone="accent">{t.setup.isDesk}</Tag>}
                {each.isVillage && <Tag tone="quiet">{t.setup.isVillage}</Tag>}
              </span>
            </li>
          ))}
      </ul>
      <p>
        <Link to="/imports?kind=departments">{t.setup.fromSheet}</Link>
      </p>
      <LinesForm
        label={t.setup.departmentsPaste}
        hint={t.setup.departmentsHint}
        placeholder={SAMPLE}
        lines={lines}
        taken={() => queries.invalidateQueries({ queryKey: ['departments'] })}
        done={next}
      />
    </>
  );
}
