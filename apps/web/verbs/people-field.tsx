import { useWording } from '../base/language.js';
import { ChoiceField, FlagField } from '../parts/fields/choice-fields.js';
import { LineField } from '../parts/fields/text-fields.js';
import { NumbersReadOf } from '../parts/numbers-read.js';
import { BLANK_PARTY } from '../parts/party.js';
import { useNumbers } from '../parts/use-numbers.js';
import type { Detail, Person } from './correcting.js';

/** Who is in dispute, to be named anew, added and taken out. */
export function People({
  label,
  error,
  errorAt,
  value,
  change,
}: {
  label: string;
  error: string | undefined;
  /** Of what is in it: `0/name`. */
  errorAt: (place: string) => string | undefined;
  value: Person[];
  change: (value: Person[]) => void;
}) {
  const t = useWording();
  const numbers = useNumbers(value);
  const set = (n: number, more: Partial<Person>) =>
    change(value.map((each, at) => (at === n ? { ...each, ...more } : each)));
  /** What is written of who is known stays where nothing is typed, and is taken out where that is said. */
  const detail = (n: number, name: Detail, words: string) => {
    const { known = [], without = [], [name]: typed } = value[n]!;
    const isOut = without.includes(name);
    const take = (out: boolean) =>
      set(n, {
        without: out ? [...without, name] : without.filter((each) => each !== name),
        ...(out && { [name]: '' }),
      });
    return (
      <div>
        {!isOut && (
          <LineField
            label={words}
            optional
            hint={known.includes(name) ? t.form.emptyStays : undefined}
            value={typed}
            change={(now) => set(n, { [name]: now })}
          />
        )}
        {known.includes(name) && <FlagField label={t.form.takeOut(words)} value={isOut} change={take} />}
      </div>
    );
  };
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      {value.map((person, n) => (
        <div key={person.id ?? `new ${n}`} className="sub-form">
          <div className="pair">
            <LineField
              label={t.desk.partyName}
              value={person.name}
              change={(name) => set(n, { name })}
              error={errorAt(`${n}/name`)}
            />
            <ChoiceField
              label={t.desk.partyRole}
              value={person.role}
              change={(role) => set(n, { role: role as Person['role'] })}
              choices={Object.entries(t.partyRole).map(([role, words]) => ({ value: role, label: words }))}
            />
          </div>
          <div className="pair">
            {detail(n, 'phone', t.desk.phone)}
            {detail(n, 'idNumber', t.desk.idNumber)}
          </div>
          <div aria-live="polite">
            <NumbersReadOf party={person} read={numbers[n]} />
          </div>
          {detail(n, 'address', t.desk.partyAddress)}
          {person.id ? (
            <FlagField label={t.form.remove} value={person.remove === true} change={(remove) => set(n, { remove })} />
          ) : (
            <button type="button" className="link" onClick={() => change(value.filter((_, at) => at !== n))}>
              {t.form.remove}
            </button>
          )}
        </div>
      ))}
      {error && !value.some((_, n) => errorAt(`${n}/name`)) && <p className="field-error">{error}</p>}
      <button type="button" className="button" onClick={() => change([...value, BLANK_PARTY])}>
        {t.desk.addParty}
      </button>
    </fieldset>
  );
}
