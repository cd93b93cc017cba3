import { type FormEvent, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Role } from '#domain/words.js';
import { patch, post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import type { ListedDepartment, Person } from '../contract.js';
import { ChecksField } from '../parts/fields/choice-fields.js';
import { LineField } from '../parts/fields/text-fields.js';
import type { Sheet } from '../parts/sheets.js';
import { useChange } from '../parts/use-change.js';
import { Blocked } from './blocked.js';
import { PlaceField } from './place-field.js';

/** Brings somebody in, or changes what they are here. */
export function PersonForm({
  person,
  places,
  place,
  done,
}: {
  person: Person | null;
  places: readonly ListedDepartment[];
  /** Where somebody new is at first. */
  place?: string;
  done: (sheet: Sheet | null) => void;
}) {
  const t = useWording();
  const say = useSay();
  const queries = useQueryClient();
  const [username, setUsername] = useState('');
  const [name, setName] = useState(person?.name ?? '');
  const [departmentId, setDepartment] = useState(person?.departmentId ?? place ?? '');
  const [roles, setRoles] = useState<Role[]>([...(person?.roles ?? []), ...(person?.pending ?? [])]);
  const [email, setEmail] = useState(person?.account?.email ?? '');
  const [phone, setPhone] = useState(person?.account?.phone ?? '');
  const [successorId, setSuccessor] = useState('');
  const { send, busy, problem, wrong } = useChange();
  const change = async (): Promise<Sheet | null> => {
    const contact = { email: email.trim() || null, phone: phone.trim() || null };
    if (person) {
      const body = { name, departmentId, roles, ...contact, ...(successorId && { successorId }) };
      await patch('/users/{id}', { path: { id: person.id }, body });
      return null;
    }
    const given = { ...(contact.email && { email: contact.email }), ...(contact.phone && { phone: contact.phone }) };
    const made = await post('/users', { body: { username, name, departmentId, roles, ...given } });
    return made.invitation && { ...made.invitation, name, username, email: contact.email };
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const changing = change();
    if (!(await send(changing))) return;
    say(t.people.saved);
    void queries.invalidateQueries({ queryKey: ['users'] });
    done(await changing);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <LineField label={t.people.fullName} value={name} change={setName} error={wrong('name')} />
      {!person && (
        <LineField
          label={t.people.username}
          hint={t.people.usernameHint}
          value={username}
          change={setUsername}
          error={wrong('username')}
        />
      )}
      <PlaceField
        label={t.people.department}
        value={departmentId}
        change={setDepartment}
        places={places}
        error={wrong('departmentId')}
      />
      <ChecksField
        label={t.people.roles}
        value={roles}
        change={setRoles}
        choices={(Object.keys(t.role) as Role[]).map((value) => ({ value, label: t.role[value] }))}
        error={wrong('roles')}
      />
      <LineField label={t.people.email} optional type="email" value={email} change={setEmail} error={wrong('email')} />
      <LineField
        label={t.people.phone}
        hint={t.people.contactHint}
        optional
        type="tel"
        value={phone}
        change={setPhone}
        error={wrong('phone')}
      />
      {problem && !problem.errors && (
        <Blocked problem={problem} person={person} successorId={successorId} choose={setSuccessor} />
      )}
      <div className="form-foot">
        <button type="submit" className="button primary" disabled={busy || !name.trim() || roles.length === 0}>
          {t.settings.save}
        </button>
        <button type="button" className="button" onClick={() => done(null)}>
          {t.form.cancel}
        </button>
      </div>
    </form>
  );
}
