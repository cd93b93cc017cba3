import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useWording } from '../base/language.js';
import { TextField } from '../parts/fields/text-fields.js';
import type { useLines } from './use-lines.js';

/** Where a list is typed or pasted, and what was not taken of it. */
export function LinesForm({
  label,
  hint,
  placeholder,
  begins,
  lines: { text, setText, wrong, busy, send },
  taken,
  done,
}: {
  label: string;
  hint: string;
  placeholder: string;
  /** What it may be begun with, to be edited, rather than with nothing. */
  begins: { title: string; lines: string[] };
  lines: ReturnType<typeof useLines>;
  /** What was taken is there from now on, whatever was not. */
  taken: () => Promise<void>;
  /** All of it was. */
  done: () => void;
}) {
  const t = useWording();
  const queries = useQueryClient();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isWhole = await send();
    await Promise.all([taken(), queries.invalidateQueries({ queryKey: ['setup'] })]);
    if (isWhole) done();
  };
  return (
    <form className="section" onSubmit={(event) => void submit(event)} noValidate>
      <TextField label={label} hint={hint} rows={8} placeholder={placeholder} value={text} change={setText} />
      {wrong.length > 0 && (
        <ul className="refusal" role="alert">
          {wrong.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      <div className="form-foot">
        <button type="submit" className="button primary" disabled={busy || !text.trim()}>
          {t.setup.save}
        </button>
        {!text.trim() && (
          <button type="button" className="button" onClick={() => setText(begins.lines.join('\n'))}>
            {begins.title}
          </button>
        )}
      </div>
    </form>
  );
}
