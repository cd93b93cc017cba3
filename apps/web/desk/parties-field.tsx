import type { PartyRole } from '#domain/words.js';
import { useWording } from '../base/language.js';
import type { Draft } from './draft.js';
import { BLANK_PARTY, type DraftParty } from '../parts/party.js';
import { PasteField } from './paste-field.js';
import { MOST_PARTIES } from './pasted.js';
import { NumbersReadOf } from '../parts/numbers-read.js';
import { useNumbers } from '../parts/use-numbers.js';

/** Who is in dispute: a row a person, as many as there are, typed or pasted from a table. */
export function PartiesField({
  draft,
  set,
  wrong,
}: {
  draft: Draft;
  set: (more: Partial<Draft>) => void;
  wrong: (field: string) => string | undefined;
}) {
  const t = useWording();
  const { parties } = draft;
  const numbers = useNumbers(parties);
  const error = wrong('parties');
  return (
    <fieldset className="field">
      <legend>
        {t.desk.parties} <span className="muted">{t.desk.partiesOf(parties.length, MOST_PARTIES)}</span>
      </legend>
      {parties.map((party, n) => (
        <PartyRow
          key={n}
          n={n + 1}
          party={party}
          error={wrong(`parties/${n}/name`)}
          read={numbers[n]}
          change={(more) => set({ parties: parties.map((each, at) => (at === n ? { ...each, ...more } : each)) })}
          remove={() => set({ parties: parties.filter((_, at) => at !== n) })}
        />
      ))}
      {error && <p className="field-error">{error}</p>}
      <button
        type="button"
        className="button"
        disabled={parties.length >= MOST_PARTIES}
        onClick={() => set({ parties: [...parties, BLANK_PARTY] })}
      >
        {t.desk.addParty}
      </button>
      <PasteField draft={draft} set={set} error={wrong('table')} />
    </fieldset>
  );
}

function PartyRow({
  n,
  party,
  error,
  read,
  change,
  remove,
}: {
  n: number;
  party: DraftParty;
  /** Of its name. */
  error: string | undefined;
  /** How many numbers stand in its fields; unknown while it is typed. */
  read: { phones: number; papers: number } | undefined;
  change: (more: Partial<DraftParty>) => void;
  remove: () => void;
}) {
  const t = useWording();
  const input = (field: Exclude<keyof DraftParty, 'role' | 'name'>, label: string, type = 'text') => (
    <input
      aria-label={`${label} ${n}`}
      placeholder={label}
      type={type}
      value={party[field]}
      onChange={(event) => change({ [field]: event.target.value })}
    />
  );
  return (
    <div className="party-row">
      <input
        aria-label={`${t.desk.partyName} ${n}`}
        placeholder={t.desk.partyName}
        aria-invalid={error !== undefined}
        value={party.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <select
        aria-label={`${t.desk.partyRole} ${n}`}
        value={party.role}
        onChange={(event) => change({ role: event.target.value as PartyRole })}
      >
        {Object.entries(t.partyRole).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {input('phone', t.desk.phone, 'tel')}
      {input('idNumber', t.desk.idNumber)}
      {input('address', t.desk.partyAddress)}
      <div className="party-says" aria-live="polite">
        {error && (
          <p className="field-error">
            {t.desk.partyName}: {error}
          </p>
        )}
        <NumbersReadOf party={party} read={read} />
      </div>
      <button type="button" className="button quiet" onClick={remove}>
        {t.form.remove}
        <span className="visually-hidden"> {n}</span>
      </button>
    </div>
  );
}
