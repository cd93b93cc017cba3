import { useId, useState } from 'react';
import { useFound, usePeople } from '../base/people.js';
import type { Person } from '../contract.js';
import { usePaused } from './paused.js';

const shownAs = ({ id, name }: Pick<Person, 'id' | 'name'>) => `${name} · ${id}`;

/** One of everybody, found by some letters of the name; an empty field chooses nobody. */
export function FindPerson({
  label,
  value,
  choose,
}: {
  label: string;
  value: string | undefined;
  choose: (id: string) => void;
}) {
  const options = useId();
  const { find } = usePeople();
  const [typed, setTyped] = useState<string | null>(null);
  const found = useFound(usePaused((typed ?? '').trim()));
  const chosen = value === undefined ? '' : shownAs(find(value) ?? { id: value, name: value });
  const type = (words: string) => {
    const person = found.find((each) => shownAs(each) === words);
    setTyped(person ? null : words);
    if (person) choose(person.id);
    else if (words === '') choose('');
  };
  return (
    <>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        list={options}
        value={typed ?? chosen}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      <datalist id={options}>
        {found.map((each) => (
          <option key={each.id} value={shownAs(each)} />
        ))}
      </datalist>
    </>
  );
}
