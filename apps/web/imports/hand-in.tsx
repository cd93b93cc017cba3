import { useState, type DragEvent, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { headIn } from '#lexicon/heads.js';
import type { Column } from '#domain/sheet/columns.js';
import { post } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import type { Import } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { Refusal } from '../parts/refusal.js';
import { useSheetAddress } from '../parts/take-away.js';
import { useChange } from '../parts/use-change.js';
import { Earlier } from './earlier.js';

/** In the order in which a county needs them. */
const KINDS = ['departments', 'people', 'disputes', 'items'] as const;
type Kind = (typeof KINDS)[number];
/** Whose numbers are one of each ledger. */
const WITH_LEDGER: readonly Kind[] = ['disputes', 'items'];

/** What a browser calls a file of text hangs on what else is installed: its ending says what it is. */
function typed(file: File): File {
  const isText = /\.(csv|txt)$/i.test(file.name);
  const type = isText ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return new File([file], file.name, { type });
}

export function HandIn({ taken }: { taken: (sheet: Import) => void }) {
  const { t } = usePreferences();
  const [address, setAddress] = useSearchParams();
  const { send, busy, problem } = useChange();
  const kind = KINDS.find((each) => each === address.get('kind')) ?? 'disputes';
  const hasLedger = WITH_LEDGER.includes(kind);
  const [source, setSource] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const check = (event: FormEvent) => {
    event.preventDefault();
    if (!file || busy) return;
    const query = { kind, ...(hasLedger && source.trim() !== '' && { source: source.trim() }) };
    void send(post('/imports', { query, body: typed(file) }).then(taken));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setFile(event.dataTransfer.files[0] ?? null);
  };
  return (
    <form className="import-form" onSubmit={check}>
      <label>
        {t.imports.kind}
        <select value={kind} onChange={(event) => setAddress({ kind: event.target.value })}>
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {t.imports.kinds[each]}
            </option>
          ))}
        </select>
      </label>
      <Sample kind={kind} />
      {hasLedger && (
        <label>
          {t.imports.source}
          <input value={source} maxLength={60} onChange={(event) => setSource(event.target.value)} />
          <span className="muted">{t.imports.sourceHint}</span>
        </label>
      )}
      <label className="import-drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <span>{file ? file.name : t.imports.drop}</span>
        <input
          type="file"
          aria-label={t.imports.file}
          accept=".xlsx,.csv,text/csv"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
        <span className="muted">{t.imports.fileHint}</span>
      </label>
      {problem && <Refusal problem={problem} />}
      {problem?.errors?.map((each) => (
        <p key={each.code} role="alert">
          {each.detail}
        </p>
      ))}
      <div className="form-foot">
        <button type="submit" className="button primary" disabled={!file || busy}>
          {busy ? t.imports.checking : t.imports.check}
        </button>
      </div>
      <Earlier kind={kind} />
    </form>
  );
}

/** The heads of a sheet and a row of it, as somebody would fill it in; and what is there already, in the same form. */
function Sample({ kind }: { kind: Kind }) {
  const { t, language } = usePreferences();
  const address = useSheetAddress();
  const sample = Object.entries(t.imports.samples[kind]) as [Column, string][];
  return (
    <section>
      <p>{t.imports.sample}</p>
      <div className="panel scroll">
        <table className="table cards">
          <caption className="visually-hidden">{t.imports.sample}</caption>
          <TableHead titles={sample.map(([column]) => headIn(kind, column, language))} />
          <tbody>
            <tr>
              {sample.map(([column, text]) => (
                <td key={column} data-label={headIn(kind, column, language)}>
                  {text}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <p className="muted">
        {t.imports.kindHints[kind]}{' '}
        <a href={address(`exports/${kind}.xlsx`)} download>
          {t.imports.takeOut}
        </a>
      </p>
    </section>
  );
}
