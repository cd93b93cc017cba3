import { type FormEvent, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useStaff } from '../base/people.js';
import { useUser } from '../base/session.js';
import { MomentField } from '../parts/fields/time-fields.js';
import { PersonField } from '../parts/fields/who-fields.js';
import { Save } from './save.js';
import { useChange } from '../parts/use-change.js';

export function Away() {
  const t = useWording();
  const user = useUser();
  const staff = useStaff(user.departmentId, true);
  const queries = useQueryClient();
  const say = useSay();
  const { data: fit } = useQuery({
    queryKey: ['users', 'fit', user.id],
    queryFn: ({ signal }) => get('/users', { query: { standsInFor: user.id }, signal }),
  });
  const isFit = (id: string) => !fit || fit.items.some((each) => each.id === id);
  const me = staff.find((each) => each.id === user.id);
  const [until, setUntil] = useState<string | null>(null);
  const [deputy, setDeputy] = useState<string | null>(null);
  const { send, busy, problem, wrong } = useChange();
  const shownUntil = until ?? me?.awayUntil ?? '';
  const shownDeputy = deputy ?? me?.deputyId ?? '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await send(
      patch('/users/{id}', {
        path: { id: user.id },
        body: { awayUntil: shownUntil || null, deputyId: shownDeputy || null },
      }),
    );
    if (!done) return;
    say(t.settings.saved);
    void queries.invalidateQueries({ queryKey: ['users'] });
  };
  return (
    <form className="section" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{t.settings.away}</h2>
      <p className="muted">{t.settings.awayHint}</p>
      <MomentField
        label={t.settings.until}
        optional
        ahead
        value={shownUntil}
        change={setUntil}
        error={wrong('awayUntil')}
      />
      <PersonField
        label={t.settings.deputy}
        optional
        value={shownDeputy}
        change={setDeputy}
        without={[user.id, ...staff.map(({ id }) => id).filter((id) => !isFit(id))]}
        error={wrong('deputyId')}
      />
      <Save problem={problem} disabled={busy} />
    </form>
  );
}
