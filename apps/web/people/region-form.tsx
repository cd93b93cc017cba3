import { type FormEvent, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import type { RegionView } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { LineField } from '../parts/fields/text-fields.js';
import { FormFoot } from '../parts/form-foot.js';
import { Refusal } from '../parts/refusal.js';
import { useChange } from '../parts/use-change.js';

/** Makes a region and its first department, where whoever is to look after it is brought in next. */
export function RegionForm({ regions, close }: { regions: readonly RegionView[]; close: () => void }) {
  const t = useWording();
  const say = useSay();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [id, setId] = useState('');
  const { send, busy, problem, wrong } = useChange();
  const make = async () => {
    // Made before, by somebody whose line broke: it is gone on with.
    const isHalf = regions.some((each) => each.id === id && each.name === name && each.departmentId === null);
    if (!isHalf) await post('/regions', { body: { id, name } });
    await post('/departments', { body: { name, parentId: null, region: id } });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isMade = await send(make());
    await queries.invalidateQueries({ queryKey: ['regions'] });
    if (!isMade) return;
    say(t.people.saved);
    await queries.invalidateQueries({ queryKey: ['departments'] });
    close();
  };
  return (
    <Dialog title={t.people.addRegion} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p>{t.people.regionHint}</p>
        <LineField label={t.people.regionName} value={name} change={setName} error={wrong('name')} />
        <LineField
          label={t.people.regionId}
          hint={t.people.regionIdHint}
          value={id}
          change={setId}
          error={wrong('id') ?? wrong('region')}
        />
        {problem && !problem.errors && <Refusal problem={problem} />}
        <FormFoot says={t.settings.save} disabled={busy || !name.trim() || !id.trim()} cancel={close} />
      </form>
    </Dialog>
  );
}
