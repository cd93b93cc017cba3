import { useState } from 'react';
import type { PartyRole } from '#domain/words.js';
import { useWording } from '../base/language.js';
import { ChoiceField } from '../parts/fields/choice-fields.js';
import { TextField } from '../parts/fields/text-fields.js';
import type { Draft } from './draft.js';
import type { DraftParty } from '../parts/party.js';
import { MOST_PARTIES, readPasted, type Fault } from './pasted.js';

const isBlank = ({ name, phone, idNumber, address }: DraftParty) =>
  [name, phone, idNumber, address].every((each) => !each.trim());

/** A table of people out of a spreadsheet; the lines that were not understood stay in the field, each with why. */
export function PasteField({ parties, set }: { parties: DraftParty[]; set: (more: Pick<Draft, 'parties'>) => void }) {
  const t = useWording();
  const [table, setTable] = useState('');
  const [role, setRole] = useState<PartyRole>('applicant');
  const [said, setSaid] = useState<{ taken: number; faults: Fault[] } | null>(null);
  const take = () => {
    const typed = parties.filter((each) => !isBlank(each));
    const roles = new Map(Object.entries(t.partyRole).map(([value, word]) => [word as string, value as PartyRole]));
    const { parties: read, faults, rest } = readPasted(table, MOST_PARTIES - typed.length, role, roles);
    if (read.length > 0) set({ parties: [...typed, ...read] });
    setSaid({ taken: read.length, faults });
    setTable(rest);
  };
  return (
    <details className="paste">
      <summary>{t.desk.paste}</summary>
      <TextField label={t.desk.pasteTable} hint={t.desk.pasteHint} optional value={table} change={setTable} rows={6} />
      <ChoiceField
        label={t.desk.pasteRole}
        value={role}
        change={(value) => setRole(value as PartyRole)}
        choices={Object.entries(t.partyRole).map(([value, label]) => ({ value, label }))}
      />
      <button type="button" className="button" disabled={!table.trim()} onClick={take}>
        {t.desk.pasteTake}
      </button>
      <div aria-live="polite">
        {said && <p className="field-hint">{t.desk.pasteTaken(said.taken)}</p>}
        {said && said.faults.length > 0 && (
          <ul className="field-error">
            {said.faults.map(({ line, why, cell }) => (
              <li key={line}>{t.desk.pasteFault(line, t.desk.pasteWhy[why], cell)}</li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}
