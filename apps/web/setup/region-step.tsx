import { type FormEvent, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { patch } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useDepartments, useUser, useZone } from '../base/session.js';
import { HoursField } from '../parts/fields/hours-field.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Refusal } from '../parts/refusal.js';
import { LanguageSwitch } from '../parts/switches.js';
import { useChange } from '../parts/use-change.js';
import type { StepProps } from './step.js';

const USUAL: [string, string][] = [
  ['08:30', '12:00'],
  ['14:00', '17:30'],
];

/** What the place is called, and its usual hours. */
export function RegionStep({ next }: StepProps) {
  const t = useWording();
  const user = useUser();
  const zone = useZone();
  const queries = useQueryClient();
  const own = useDepartments().all.find((each) => each.id === user.departmentId);
  const ownHours = own?.workingTime?.hours as [string, string][] | undefined;
  const [name, setName] = useState<string | null>(null);
  const [nameEn, setNameEn] = useState<string | null>(null);
  const [hours, setHours] = useState<[string, string][] | null>(null);
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = {
      name: name ?? own?.name ?? '',
      nameEn: nameEn ?? own?.nameEn ?? '',
      workingTime: { zone, hours: hours ?? ownHours ?? USUAL },
    };
    if (!(await send(patch('/departments/{id}', { path: { id: user.departmentId }, body })))) return;
    await queries.invalidateQueries({ queryKey: ['departments'] });
    next();
  };
  return (
    <form className="section" onSubmit={(event) => void submit(event)} noValidate>
      <p className="muted">{t.setup.regionHint}</p>
      <LanguageSwitch />
      <LineField label={t.people.name} value={name ?? own?.name ?? ''} change={setName} error={wrong('name')} />
      <LineField
        label={t.people.nameEn}
        value={nameEn ?? own?.nameEn ?? ''}
        change={setNameEn}
        error={wrong('nameEn')}
      />
      <HoursField
        hours={hours ?? ownHours ?? USUAL}
        change={setHours}
        error={problem?.errors?.find((each) => each.pointer.startsWith('/workingTime'))?.detail}
      />
      {problem && !problem.errors && <Refusal problem={problem} />}
      <button type="submit" className="button primary" disabled={busy}>
        {t.setup.save}
      </button>
    </form>
  );
}
