import { useState, type DragEvent, type FormEvent } from 'react';
import { post } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { Import } from '../contract.js';
import { Refusal } from '../parts/refusal.js';
import { useChange } from '../parts/use-change.js';

const KINDS = ['disputes', 'items'] as const;
type Kind = (typeof KINDS)[number];

/** What a browser calls a file of text hangs on what else is installed: its ending says what it is. */
function typed(file: File): File {
  const isText = /\.(csv|txt)$/i.test(file.name);
  const type = isText ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return new File([file], file.name, { type });
}

export function HandIn({ taken }: { taken: (sheet: Import) => void }) {
  const t = useWording();
  const { send, busy, problem } = useChange();
  const [kind, setKind] = useState<Kind>('disputes');
  const [source, setSource] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const check = (event: FormEvent) => {
    event.preventDefault();
    if (!file || busy) return;
    const query = { kind, ...(source.trim() !== '' && { source: source.trim() }) };
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
        <select value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {t.imports.kinds[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.imports.source}
        <input value={source} maxLength={60} onChange={(event) => setSource(event.target.value)} />
        <span className="muted">{t.imports.sourceHint}</span>
      </label>
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
    </form>
  );
}
