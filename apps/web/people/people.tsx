import { useState } from 'react';
import { useWording } from '../base/language.js';
import { Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useStaff } from '../base/people.js';
import { useDepartments, useMay, useUser } from '../base/session.js';
import type { Person } from '../contract.js';
import { Access } from './access.js';

/** Departments as the tree that they are, each with its people. */
export default function People() {
  const t = useWording();
  const { all, name, error, refetch } = useDepartments();
  const people = useStaff();
  const user = useUser();
  const may = useMay();
  const [open, setOpen] = useState<Person | null>(null);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (all.length === 0) return <Skeleton />;
  const depth = (id: string | null): number => {
    const parent = all.find((each) => each.id === id)?.parentId ?? null;
    return parent === null ? 0 : 1 + depth(parent);
  };
  const below = (parent: string | null): typeof all =>
    all.filter((each) => each.parentId === parent).flatMap((each) => [each, ...below(each.id)]);
  // Whose access somebody looks after lies below them in the tree.
  const theirs = new Set(may('tokens.others') ? below(user.departmentId).map(({ id }) => id) : []);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.nav.people}</h1>
      </header>
      <ul className="tree">
        {below(null).map((department) => (
          <li key={department.id} style={{ marginInlineStart: `${depth(department.id) * 1.25}rem` }}>
            <b>{name(department.id)}</b> {department.hasDesk && <Tag tone="accent">{t.role.desk}</Tag>}
            <span className="people">
              {people
                .filter((each) => each.departmentId === department.id)
                .map((each) => (
                  <span key={each.id} className="person">
                    {theirs.has(department.id) ? (
                      <button type="button" className="link" onClick={() => setOpen(each)}>
                        {each.name}
                      </button>
                    ) : (
                      each.name
                    )}{' '}
                    <span className="muted">{each.roles.map((role) => t.role[role]).join(' · ')}</span>
                  </span>
                ))}
            </span>
          </li>
        ))}
      </ul>
      {open && <Access person={open} close={() => setOpen(null)} />}
    </div>
  );
}
