import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { Dialog } from '../parts/dialog.js';
import { Tag } from '../parts/marks.js';
import { type Sheet, Sheets } from '../parts/sheets.js';
import { OnPaper } from '../parts/on-paper.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useStaff } from '../base/people.js';
import { useDepartments, useMay, useUser } from '../base/session.js';
import type { ListedDepartment, Person, RegionView } from '../contract.js';
import { CloseDepartment } from './close-department.js';
import { DepartmentForm } from './department-form.js';
import { PersonCard } from './person-card.js';
import { PersonForm } from './person-form.js';
import { RegionForm } from './region-form.js';

type Doing =
  | { what: 'person'; id: string }
  | { what: 'new person'; at?: string }
  | { what: 'department'; department: ListedDepartment | null }
  | { what: 'closing'; department: ListedDepartment }
  | { what: 'region' }
  | { what: 'sheet'; sheet: Sheet };

/** Departments as the tree that they are, each with its people. */
export default function People() {
  const t = useWording();
  const { all, error, refetch } = useDepartments();
  const user = useUser();
  const may = useMay();
  const people = useStaff();
  const [doing, setDoing] = useState<Doing | null>(null);
  const own = all.find((each) => each.id === user.departmentId);
  const regions = useQuery({
    queryKey: ['regions'],
    queryFn: ({ signal }) => get('/regions', { signal }),
    enabled: may('people.manage') && own?.parentId === null,
  });
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (all.length === 0) return <Skeleton />;
  const below = (parent: string | null): ListedDepartment[] =>
    all.filter((each) => each.active && each.parentId === parent).flatMap((each) => [each, ...below(each.id)]);
  // Who and what somebody looks after lies below them in the tree; of one at the top also that itself, and whatever region
  // is shown to who made it.
  const tops = all.filter((each) => each.active && each.parentId === null);
  const entrusted = tops.filter((each) => each.region !== own?.region).flatMap((each) => [each, ...below(each.id)]);
  const theirs = may('people.manage')
    ? own?.parentId === null
      ? [own, ...below(own.id), ...entrusted]
      : below(user.departmentId)
    : [];
  const opens = may('people.manage') || may('people.confirm');
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.nav.people}</h1>
        {theirs.length > 0 && (
          <>
            {regions.data?.mayFound && (
              <button type="button" className="button" onClick={() => setDoing({ what: 'region' })}>
                {t.people.addRegion}
              </button>
            )}
            <button type="button" className="button" onClick={() => setDoing({ what: 'department', department: null })}>
              {t.people.addDepartment}
            </button>
            <button type="button" className="button primary" onClick={() => setDoing({ what: 'new person' })}>
              {t.people.addPerson}
            </button>
          </>
        )}
      </header>
      <OnPaper />
      <ul className="tree">
        {below(null).map((department) => (
          <Line
            key={department.id}
            department={department}
            change={theirs.includes(department) ? () => setDoing({ what: 'department', department }) : undefined}
            people={people.filter((each) => each.departmentId === department.id)}
            open={opens ? (id) => setDoing({ what: 'person', id }) : undefined}
          />
        ))}
      </ul>
      {doing && <Doings doing={doing} set={setDoing} places={theirs} regions={regions.data?.items ?? []} />}
    </div>
  );
}

function Line({
  department,
  people,
  change,
  open,
}: {
  department: ListedDepartment;
  people: readonly Person[];
  change: (() => void) | undefined;
  open: ((id: string) => void) | undefined;
}) {
  const t = useWording();
  const { all, name } = useDepartments();
  const depth = (id: string | null): number => {
    const parent = all.find((each) => each.id === id)?.parentId ?? null;
    return parent === null ? 0 : 1 + depth(parent);
  };
  return (
    <li style={{ marginInlineStart: `${depth(department.id) * 1.25}rem` }}>
      {change ? (
        <button type="button" className="link" onClick={change}>
          <b>{name(department.id)}</b>
        </button>
      ) : (
        <b>{name(department.id)}</b>
      )}{' '}
      {department.hasDesk && <Tag tone="accent">{t.role.desk}</Tag>}
      {department.isVillage && <Tag tone="quiet">{t.people.village}</Tag>}
      {department.successorId && <Tag tone="warn">{t.people.closing}</Tag>}
      <span className="people">
        {people.map((each) => (
          <span key={each.id} className="person">
            {open ? (
              <button type="button" className="link" onClick={() => open(each.id)}>
                {each.name}
              </button>
            ) : (
              each.name
            )}{' '}
            <span className="muted">{each.roles.map((role) => t.role[role]).join(' · ')}</span>
            {each.pending.length > 0 && <Tag tone="warn">{t.people.pending}</Tag>}
          </span>
        ))}
      </span>
    </li>
  );
}

function Doings({
  doing,
  set,
  places,
  regions,
}: {
  doing: Doing;
  set: (doing: Doing | null) => void;
  places: readonly ListedDepartment[];
  regions: readonly RegionView[];
}) {
  const t = useWording();
  const close = () => set(null);
  if (doing.what === 'person') return <PersonCard id={doing.id} places={places} close={close} />;
  if (doing.what === 'region') return <RegionForm regions={regions} close={close} />;
  if (doing.what === 'department') {
    const { department } = doing;
    const ends = department?.parentId && !department.successorId;
    const end = ends ? () => set({ what: 'closing', department }) : undefined;
    return <DepartmentForm department={department} parents={places} close={close} end={end} />;
  }
  if (doing.what === 'closing') return <CloseDepartment department={doing.department} places={places} close={close} />;
  if (doing.what === 'sheet') {
    return (
      <Dialog title={doing.sheet.name} close={close}>
        <Sheets sheets={[doing.sheet]} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t.people.addPerson} close={close}>
      <PersonForm person={null} places={places} done={(sheet) => set(sheet && { what: 'sheet', sheet })} />
    </Dialog>
  );
}
