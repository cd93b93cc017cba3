import { type FormEvent, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get, patch } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { useDepartments, useUser } from '../base/session.js';
import { HoursField } from '../parts/fields/hours-field.js';
import { LineField } from '../parts/fields/text-fields.js';
import { Refusal } from '../parts/refusal.js';
import { Failed, Skeleton } from '../parts/states.js';
import { LanguageSwitch } from '../parts/switches.js';
import { useChange } from '../parts/use-change.js';
import type { StepProps } from './step.js';

type Hours = [string, string][];

/** What the place is called, and when its people are told; the hours that deadlines go by are those of its rules. */
export function RegionStep(props: StepProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['policy', null],
    queryFn: ({ signal }) => get('/policies/current', { signal }),
  });
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={4} />;
  const { zone, hours } = data.document.workingTime;
  return <RegionForm {...props} zone={zone} ruled={hours as Hours} />;
}

function RegionForm({ next, zone, ruled }: StepProps & { zone: string; ruled: Hours }) {
  const t = useWording();
  const user = useUser();
  const queries = useQueryClient();
  const own = useDepartments().all.find((each) => each.id === user.departmentId);
  const [name, setName] = useState<string | null>(null);
  const [nameEn, setNameEn] = useState<string | null>(null);
  const [typed, setHours] = useState<Hours | null>(null);
  const hours = typed ?? ((own?.workingTime?.hours ?? ruled) as Hours);
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = {
      name: name ?? own?.name ?? '',
      nameEn: nameEn ?? own?.nameEn ?? '',
      workingTime: { zone, hours },
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
        hours={hours}
        change={setHours}
        error={problem?.errors?.find((each) => each.pointer.startsWith('/workingTime'))?.detail}
      />
      <p className="muted">{t.setup.hoursHint}</p>
      <Deadlines ruled={ruled} told={hours} />
      {problem && !problem.errors && <Refusal problem={problem} />}
      <button type="submit" className="button primary" disabled={busy}>
        {t.setup.save}
      </button>
    </form>
  );
}

/** By which hours deadlines go, where those are said otherwise, and whether they are others than these. */
function Deadlines({ ruled, told }: { ruled: Hours; told: Hours }) {
  const { t, listed } = usePreferences();
  const said = (hours: Hours) => listed(hours.map(([from, to]) => `${from}–${to}`));
  return (
    <p className={said(ruled) === said(told) ? 'muted' : 'provisional-note'} role="status">
      {t.setup.deadlineHours(said(ruled))} {said(ruled) !== said(told) && <b>{t.setup.otherHours}</b>}{' '}
      <Link to="/policy">{t.setup.rulesMore}</Link>
    </p>
  );
}
