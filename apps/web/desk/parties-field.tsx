import type { PartyRole } from '#domain/words.js';
import { useWording } from '../base/language.js';
import type { Draft } from './draft.js';

/** Who is in dispute: a row a person, as many as there are. */
export function PartiesField({
  parties,
  set,
  error,
}: {
  parties: Draft['parties'];
  set: (more: Pick<Draft, 'parties'>) => void;
  error: string | undefined;
}) {
  const t = useWording();
  return (
    <fieldset className="field">
      <legend>{t.desk.parties}</legend>
      {parties.map((party, n) => {
        const change = (more: Partial<typeof party>) =>
          set({ parties: parties.map((each, at) => (at === n ? { ...each, ...more } : each)) });
        return (
          <div key={n} className="party-row">
            <input
              aria-label={`${t.desk.partyName} ${n + 1}`}
              placeholder={t.desk.partyName}
              value={party.name}
              onChange={(event) => change({ name: event.target.value })}
            />
            <select
              aria-label={`${t.desk.partyRole} ${n + 1}`}
              value={party.role}
              onChange={(event) => change({ role: event.target.value as PartyRole })}
            >
              {Object.entries(t.partyRole).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
            <input
              aria-label={`${t.desk.phone} ${n + 1}`}
              placeholder={t.desk.phone}
              type="tel"
              value={party.phone}
              onChange={(event) => change({ phone: event.target.value })}
            />
            <button
              type="button"
              className="button quiet"
              onClick={() => set({ parties: parties.filter((_, at) => at !== n) })}
            >
              {t.form.remove}
              <span className="visually-hidden"> {n + 1}</span>
            </button>
          </div>
        );
      })}
      {error && <p className="field-error">{error}</p>}
      <button
        type="button"
        className="button"
        onClick={() => set({ parties: [...parties, { name: '', role: 'other', phone: '' }] })}
      >
        {t.desk.addParty}
      </button>
    </fieldset>
  );
}
