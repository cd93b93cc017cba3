import { type FormEvent, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { Department, ListedDepartment } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { TextField } from '../parts/fields/text-fields.js';
import { FormFoot } from '../parts/form-foot.js';
import { Refusal } from '../parts/refusal.js';
import { RolloutProgress } from '../parts/rollout.js';
import { useChange } from '../parts/use-change.js';
import { PlaceField } from './place-field.js';

/** Another goes on in place of a department: who, why, and then how many of its cases have gone over. */
export function CloseDepartment({
  department,
  places,
  close,
}: {
  department: Department;
  places: readonly ListedDepartment[];
  close: () => void;
}) {
  const t = useWording();
  const queries = useQueryClient();
  const { name } = useDepartments();
  const [successorId, setSuccessor] = useState('');
  const [reason, setReason] = useState('');
  const [rolloutId, setRollout] = useState<string | null>(null);
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const asked = post('/departments/{id}/close', { path: { id: department.id }, body: { successorId, reason } });
    if (!(await send(asked))) return;
    setRollout((await asked).rollout.id);
    await queries.invalidateQueries({ queryKey: ['departments'] });
  };
  const leave = () => {
    close();
    // By now its people may have gone along.
    if (rolloutId) void queries.invalidateQueries();
  };
  const fitting = places.filter(
    (each) => each.id !== department.id && !each.successorId && each.isVillage === department.isVillage,
  );
  return (
    <Dialog title={t.people.closeOf(name(department.id))} close={leave}>
      {rolloutId ? (
        <>
          <RolloutProgress id={rolloutId} />
          <p className="muted">{t.people.closingGoesOn}</p>
        </>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <p>{t.people.closeSure(name(department.id))}</p>
          <PlaceField
            label={t.people.goesOn}
            hint={department.hasDesk ? t.people.goesOnWithDesk : undefined}
            value={successorId}
            change={setSuccessor}
            places={fitting}
            error={wrong('successorId')}
          />
          <TextField label={t.people.closeReason} value={reason} change={setReason} error={wrong('reason')} />
          {problem && !problem.errors && <Refusal problem={problem} />}
          <FormFoot says={t.people.closeDepartment} disabled={busy || !successorId || !reason.trim()} cancel={close} />
        </form>
      )}
    </Dialog>
  );
}
