import { useEffect, useRef } from 'react';
import { DraftLine } from '../parts/draft-line.js';
import { FileField } from '../parts/fields/file-field.js';
import { Refusal } from '../parts/refusal.js';
import { About } from './about.js';
import type { Field, Sheet } from './field.js';
import { ForeseenClocks } from './foreseen-clocks.js';
import { OneField, wholeOf, type Values } from './one-field.js';
import { isSaid, usePhrases } from './use-phrases.js';
import { useVerbForm, type Asked } from './use-verb-form.js';

export function VerbForm({
  cancel,
  ...asked
}: Asked & {
  /** Where there is something to go back to. */
  cancel?: () => void;
}) {
  const { verb, view } = asked;
  const { t, context, fields, facts, foreseen, values, change, restored, discard, ...form } = useVerbForm(asked);
  const { wrong, unplaced, photo, submit, state, problem } = form;
  const here = useRef<HTMLFormElement>(null);
  const learned = usePhrases(verb, fields.some(isSaid));
  // Where nothing need be typed and it may be taken back, the key that opened it is followed by Enter.
  useEffect(() => {
    if (asked.postpones) here.current?.querySelector<HTMLButtonElement>('[type=submit]')?.focus();
  }, [asked.postpones]);
  const rare = fields.filter((each) => each.rare);
  // What there is only one of, and what it is, stands above already.
  const isTold = ({ told, options }: Field<Sheet>) => told && facts.length > 0 && options!(context).length === 1;
  const drawn = (field: Field<Sheet>) => (
    <div key={field.name} data-field={field.name}>
      <OneField
        field={field}
        context={context}
        values={values}
        error={wrong(field.name)}
        {...(isSaid(field) && { learned })}
        errorAt={(within) => wrong(`${field.name}/${within}`)}
        change={(value) => change(field.kind === 'file' ? (value as Values) : { [field.name]: value })}
        goOn={() => here.current?.querySelector<HTMLElement>(`[data-field="${field.then}"] textarea`)?.focus()}
      />
    </div>
  );
  return (
    <form ref={here} className="verb-form" onSubmit={(event) => void submit(event)} noValidate data-verb={verb}>
      {restored && <DraftLine discard={discard} />}
      {verb === 'close' && <p className="muted">{t.form.closeHint}</p>}
      {verb === 'merge' && (
        <p className="muted">{t.form.mergeHint(view.parties.length, wholeOf(view).attachments.length)}</p>
      )}
      <About facts={facts} now={view.now} />
      {fields.filter((each) => !each.rare && !isTold(each)).map(drawn)}
      {verb === 'visit' && (
        <FileField
          label={t.files.photo}
          optional
          dispute={view.id}
          value={photo?.fileId ?? photo?.kept ?? ''}
          keptHere={photo?.kept !== undefined}
          change={(fileId, name) => change({ photo: { fileId, name } })}
          keeps={(kept) => change({ photo: kept })}
        />
      )}
      {rare.length > 0 && (
        <details className="field" open={rare.some((each) => values[each.name]) || undefined}>
          <summary>{rare.map((each) => t.field[each.name] ?? each.name).join(' · ')}</summary>
          {rare.map(drawn)}
        </details>
      )}
      {foreseen && !problem && (
        <ForeseenClocks
          foreseen={foreseen.data}
          title={foreseen.title}
          was={wholeOf(view).status}
          wasGrade={wholeOf(view).grade}
          now={view.now}
        />
      )}
      {problem && (problem.status !== 400 || (unplaced && unplaced.length > 0) || !problem.errors) && (
        <Refusal problem={problem} />
      )}
      {state === 'waiting' && (
        <p className="unsent" role="status">
          {t.state.unsent}
        </p>
      )}
      <div className="form-foot">
        <button type="submit" className="button primary" disabled={state !== 'idle'}>
          {state === 'idle' ? t.verb[verb] : t.form.sending}
        </button>
        {cancel && (
          <button type="button" className="button" onClick={cancel}>
            {t.form.cancel}
          </button>
        )}
      </div>
    </form>
  );
}
