import { type FormEvent, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { patch, post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useDepartments } from '../base/session.js';
import type { Department, ListedDepartment } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { HoursField } from '../parts/fields/hours-field.js';
import { FlagField } from '../parts/fields/choice-fields.js';
import { LineField } from '../parts/fields/text-fields.js';
import { FormFoot } from '../parts/form-foot.js';
import { Refusal } from '../parts/refusal.js';
import { useChange } from '../parts/use-change.js';
import { PlaceField } from './place-field.js';

const USUAL = {
  zone: 'Asia/Shanghai',
  hours: [
    ['08:30', '12:00'],
    ['14:00', '17:30'],
  ] as [string, string][],
};

/** Makes a department, or changes one. */
export function DepartmentForm({
  department,
  parents,
  close,
  end,
}: {
  department: Department | null;
  parents: readonly ListedDepartment[];
  close: () => void;
  /** Asks who goes on in its place; where it cannot be closed there is none. */
  end?: (() => void) | undefined;
}) {
  const t = useWording();
  const say = useSay();
  const queries = useQueryClient();
  const { name: nameOf } = useDepartments();
  const [name, setName] = useState(department?.name ?? '');
  const [nameEn, setNameEn] = useState(department?.nameEn ?? '');
  const [parentId, setParent] = useState(department?.parentId ?? parents[0]?.id ?? '');
  const [hasDesk, setDesk] = useState(department?.hasDesk ?? false);
  const [isVillage, setVillage] = useState(department?.isVillage ?? false);
  const [hours, setHours] = useState((department?.workingTime?.hours as [string, string][] | undefined) ?? null);
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const workingTime = hours && { zone: department?.workingTime?.zone ?? USUAL.zone, hours };
    const body = { name, hasDesk, isVillage, workingTime, ...(nameEn.trim() && { nameEn }) };
    const isTop = department !== null && department.parentId === null;
    const asked = department
      ? patch('/departments/{id}', { path: { id: department.id }, body: { ...body, ...(!isTop && { parentId }) } })
      : post('/departments', { body: { ...body, parentId } });
    if (!(await send(asked))) return;
    say(t.people.saved);
    await queries.invalidateQueries({ queryKey: ['departments'] });
    close();
  };
  return (
    <Dialog title={department ? t.people.changeOf(nameOf(department.id)) : t.people.addDepartment} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <LineField label={t.people.name} value={name} change={setName} error={wrong('name')} />
        <LineField label={t.people.nameEn} optional value={nameEn} change={setNameEn} error={wrong('nameEn')} />
        {department?.parentId !== null && (
          <PlaceField
            label={t.people.parent}
            value={parentId}
            change={setParent}
            places={parents.filter((each) => each.id !== department?.id)}
            error={wrong('parentId')}
          />
        )}
        <FlagField label={t.people.hasDesk} hint={t.people.hasDeskHint} value={hasDesk} change={setDesk} />
        {wrong('hasDesk') && <p className="field-error">{wrong('hasDesk')}</p>}
        <FlagField label={t.people.isVillage} hint={t.people.isVillageHint} value={isVillage} change={setVillage} />
        <FlagField
          label={t.people.ownHours}
          hint={t.people.ownHoursHint}
          value={hours !== null}
          change={(own) => setHours(own ? USUAL.hours : null)}
        />
        {hours && (
          <HoursField
            hours={hours}
            change={setHours}
            error={problem?.errors?.find((each) => each.pointer.startsWith('/workingTime'))?.detail}
          />
        )}
        {problem && !problem.errors && <Refusal problem={problem} />}
        <FormFoot says={t.settings.save} disabled={busy || !name.trim()} cancel={close}>
          {end && (
            <button type="button" className="button" onClick={end}>
              {t.people.closeDepartment}
            </button>
          )}
        </FormFoot>
      </form>
    </Dialog>
  );
}
