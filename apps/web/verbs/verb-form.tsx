import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { BodyOf } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { recall, remember } from '../base/memory.js';
import { useSay } from '../base/say.js';
import { useAfterCommand, useSend } from '../base/send.js';
import { useDepartments, useUser, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import type { DisputeView, Done, Verb } from '../contract.js';
import { FileField } from '../parts/fields/file-field.js';
import { Refusal } from '../parts/refusal.js';
import { bodyOf, missing } from './body.js';
import type { Field, Context, Subject } from './field.js';
import { firstOption, OneField, type Values } from './one-field.js';
import { VERB_FORMS } from './verbs.js';

/** A picture of the doorstep, handed in with the visit; `attachedAt` once the case has it. */
interface Photo {
  fileId: string;
  name: string;
  attachedAt?: number;
}

export function VerbForm({
  verb,
  view,
  subject,
  done,
  cancel,
  refresh,
}: {
  verb: Verb;
  view: DisputeView;
  subject?: Subject;
  done: (done: Done) => void;
  /** Where there is something to go back to. */
  cancel?: () => void;
  refresh?: () => void;
}) {
  const { t, language } = usePreferences();
  const user = useUser();
  const zone = useZone();
  const departments = useDepartments();
  const say = useSay();
  const after = useAfterCommand();
  const { send, state, problem } = useSend();
  const context: Context = useMemo(
    () => ({
      view,
      user,
      t,
      name: departments.name,
      moment: (at: string) => momentText(at, zone, language, view.now),
      ...(subject && { subject }),
    }),
    [view, user, t, departments, zone, language, subject],
  );
  const fields = useMemo(() => VERB_FORMS[verb].fields.filter((each) => each.when?.(context) ?? true), [verb, context]);

  const draftName = `draft.${view.id}.${verb}${subject?.n ? `.${subject.n}` : ''}`;
  const initial = (): Values =>
    Object.fromEntries(fields.map((field) => [field.name, field.initial?.(context) ?? firstOption(field, context)]));
  const [restored, setRestored] = useState(() => recall(draftName) !== null);
  const [values, setValues] = useState<Values>(() => {
    const draft = recall(draftName);
    return draft ? { ...initial(), ...(JSON.parse(draft) as Values) } : initial();
  });
  const [tried, setTried] = useState(false);
  const [seen] = useState(view.seq);
  const change = (more: Values) => {
    const next = { ...values, ...more };
    setValues(next);
    remember(draftName, JSON.stringify(next));
  };
  const gaps = missing(fields, values);

  const photo = values.photo as Photo | undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (gaps.length > 0 || state !== 'idle') return;
    const stale = problem?.code === 'STALE_VERSION';
    const path = { id: view.id };
    let ifMatch = stale ? view.seq : seen;
    // First the photo: after the last visit the case may be closed, and its visitor sees it no more.
    if (photo && !photo.attachedAt) {
      const { fileId, name } = photo;
      const body = { fileId, name, ...(subject?.n && { n: subject.n }) };
      const attached = await send('/disputes/{id}/attach', { path, body, ifMatch });
      if (!attached) return;
      ifMatch = attached.seq;
      change({ photo: { ...photo, attachedAt: attached.seq } });
      after(attached);
    } else if (photo?.attachedAt) ifMatch = Math.max(ifMatch, photo.attachedAt);
    const answer = await send(`/disputes/{id}/${verb}`, {
      path,
      body: bodyOf(fields, values) as BodyOf<'post', `/disputes/{id}/${Verb}`>,
      ifMatch,
      says: `${t.verb[verb]} · ${view.number}`,
      draft: draftName,
    });
    if (!answer) return;
    remember(draftName, null);
    after(answer);
    say(t.form.done(`${t.verb[verb]} · ${view.number}`));
    done(answer);
  };
  // A refusal about what is on the screen: the newest state belongs beside it.
  useEffect(() => {
    if (problem && problem.status !== 400) refresh?.();
  }, [problem, refresh]);

  const wrong = (name: string): string | undefined => {
    const said = problem?.errors?.find(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));
    if (said) return said.detail;
    return tried && gaps.includes(name) ? t.form.required : undefined;
  };
  const unplaced = problem?.errors?.filter(
    ({ pointer }) => !fields.some(({ name }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`)),
  );

  const form = useRef<HTMLFormElement>(null);
  const rare = fields.filter((each) => each.rare);
  const drawn = (field: Field) => (
    <div key={field.name} data-field={field.name}>
      <OneField
        field={field}
        context={context}
        values={values}
        error={wrong(field.name)}
        change={(value) => change(field.kind === 'file' ? (value as Values) : { [field.name]: value })}
        goOn={() => form.current?.querySelector<HTMLElement>(`[data-field="${field.then}"] textarea`)?.focus()}
      />
    </div>
  );
  return (
    <form ref={form} className="verb-form" onSubmit={(event) => void submit(event)} noValidate data-verb={verb}>
      {restored && (
        <p className="draft-line">
          {t.form.draft}{' '}
          <button
            type="button"
            className="link"
            onClick={() => {
              remember(draftName, null);
              setValues(initial());
              setRestored(false);
            }}
          >
            {t.form.discard}
          </button>
        </p>
      )}
      {verb === 'close' && <p className="muted">{t.form.closeHint}</p>}
      {fields.filter((each) => !each.rare).map(drawn)}
      {verb === 'visit' && (
        <FileField
          label={t.files.photo}
          optional
          dispute={view.id}
          value={photo?.fileId ?? ''}
          change={(fileId, name) => change({ photo: { fileId, name } })}
        />
      )}
      {rare.length > 0 && (
        <details className="field" open={rare.some((each) => values[each.name]) || undefined}>
          <summary>{rare.map((each) => t.field[each.name] ?? each.name).join(' · ')}</summary>
          {rare.map(drawn)}
        </details>
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
