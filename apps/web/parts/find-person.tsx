import { useId, useState } from 'react';
import { useWording } from '../base/language.js';
import { useFound, usePeople } from '../base/people.js';
import { useDepartments } from '../base/session.js';
import type { Person } from '../contract.js';
import { Combobox } from './fields/combobox.js';
import { FieldFrame } from './fields/frame.js';
import { usePaused } from './paused.js';
import { useTouch } from './touch.js';

/** One of everybody, found by some letters of the name or of how it is read; an empty field chooses nobody. */
export function FindPerson({
  label,
  value,
  choose,
}: {
  label: string;
  value: string | undefined;
  choose: (id: string) => void;
}) {
  const t = useWording();
  const id = useId();
  const touch = useTouch();
  const { find } = usePeople();
  const { name: placeOf } = useDepartments();
  const [typed, setTyped] = useState('');
  const q = usePaused(typed.trim());
  const { found, settled } = useFound(q);
  // Two of one name are told apart by where they work, and an account is nothing that people know of each other.
  const choiceOf = ({ id, name, departmentId }: Person) => ({ value: id, label: `${name} · ${placeOf(departmentId)}` });
  const known = value === undefined ? undefined : find(value);
  const chosen = known && choiceOf(known);
  const options = found.map(choiceOf);
  if (!touch) {
    return (
      <Combobox
        label={label}
        unseen
        value={value ?? ''}
        change={choose}
        options={options}
        none={label}
        search={setTyped}
        settled={settled && q === typed.trim()}
        {...(chosen && { chosen })}
      />
    );
  }
  const others = options.filter((each) => each.value !== value);
  return (
    <FieldFrame id={id} label={label} unseen>
      <input
        type="search"
        className="before-choice"
        aria-label={t.list.personSearch}
        placeholder={t.list.personSearch}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <select id={id} value={value ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="">{`${label}: ${t.list.all}`}</option>
        {value !== undefined && <option value={value}>{chosen?.label ?? value}</option>}
        {others.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
