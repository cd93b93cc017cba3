import { useState } from 'react';
import type { PartyRole } from '#domain/words.js';
import { useWording } from '../base/language.js';
import { ChoiceField } from '../parts/fields/choice-fields.js';
import { TextField } from '../parts/fields/text-fields.js';
import type { Draft } from './draft.js';
import type { DraftParty } from '../parts/party.js';
import { MOST_PARTIES, readPasted, type Aside, type Fault } from './pasted.js';

const isBlank = ({ name, phone, idNumber, address }: DraftParty) =>
  [name, phone, idNumber, address].every((each) => !each.trim());

/**
 * A table of people out of a spreadsheet. The lines that were not taken stay in the field, each with why, and with the
 * draft; so does what was set aside.
 */
export function PasteField({
  draft: { parties, table, tableRole, aside },
  set,
  error,
}: {
  draft: Pick<Draft, 'parties' | 'table' | 'tableRole' | 'aside'>;
  set: (more: Partial<Draft>) => void;
  error: string | undefined;
}) {
  const t = useWording();
  const [said, setSaid] = useState<{ taken: number; faults: Fault[] } | null>(null);
  const [open, setOpen] = useState(table !== '' || aside.length > 0);
  const take = () => {
    const typed = parties.filter((each) => !isBlank(each));
    const roles = new Map(Object.entries(t.partyRole).map(([value, word]) => [word as string, value as PartyRole]));
    const read = readPasted(table, MOST_PARTIES - typed.length, tableRole, roles);
    set({
      ...(read.parties.length > 0 && { parties: [...typed, ...read.parties] }),
      table: read.rest,
      aside: [...aside, ...read.aside],
    });
    setSaid({ taken: read.parties.length, faults: read.faults });
  };
  return (
    <details
      className="paste"
      open={open || error !== undefined}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t.desk.paste}</summary>
      <TextField
        label={t.desk.pasteTable}
        hint={t.desk.pasteHint}
        optional
        value={table}
        change={(text) => set({ table: text })}
        error={error}
        rows={6}
      />
      <ChoiceField
        label={t.desk.pasteRole}
        value={tableRole}
        change={(value) => set({ tableRole: value as PartyRole })}
        choices={Object.entries(t.partyRole).map(([value, label]) => ({ value, label }))}
      />
      <p className="buttons">
        <button type="button" className="button" disabled={!table.trim()} onClick={take}>
          {t.desk.pasteTake}
        </button>
        {error !== undefined && (
          <button type="button" className="button quiet" onClick={() => set({ table: '' })}>
            {t.desk.pasteDrop}
          </button>
        )}
      </p>
      <div aria-live="polite">
        {said && <p className="field-hint">{t.desk.pasteTaken(said.taken)}</p>}
        {said && said.faults.length > 0 && (
          <ul className="field-error">
            {said.faults.map(({ line, why, cell }) => (
              <li key={line}>{t.desk.pasteFault(line, t.desk.pasteWhy[why], cell)}</li>
            ))}
          </ul>
        )}
        {aside.length > 0 && <SetAside aside={aside} drop={() => set({ aside: [] })} />}
      </div>
    </details>
  );
}

/** What a case has no place for: not lost from sight before somebody has seen it. */
function SetAside({ aside, drop }: { aside: Aside[]; drop: () => void }) {
  const t = useWording();
  const heads = [...new Set(aside.flatMap(({ cells }) => cells.flatMap(({ head }) => head ?? [])))];
  return (
    <div className="paste-aside">
      <p className="field-hint">
        {t.desk.pasteAside(heads)}{' '}
        <button type="button" className="link" onClick={drop}>
          {t.state.seen}
        </button>
      </p>
      <ul className="muted">
        {aside.map(({ name, cells }, n) => (
          <li key={n}>{t.desk.pasteAsideOf(name, cells)}</li>
        ))}
      </ul>
    </div>
  );
}
