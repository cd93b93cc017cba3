import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { BodyOf } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { recall, remember } from '../base/memory.js';
import { useSay } from '../base/say.js';
import { useAfterCommand, useSend } from '../base/send.js';
import { useDepartments, useUser, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import type { DisputeView, Done, Limit, Verb } from '../contract.js';
import {
  ChecksField,
  ChoiceField,
  DepartmentField,
  DisputeField,
  DurationField,
  FileField,
  FlagField,
  LineField,
  MomentField,
  PersonField,
  TextField,
} from '../parts/fields.js';
import { Moment } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';
import { bodyOf, type Field, type FormContext, missing, type Subject, VERB_FORMS } from './verbs.js';

type Values = Record<string, unknown>;

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
  const context: FormContext = useMemo(
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

function firstOption(field: Field, context: FormContext): unknown {
  if (field.kind !== 'reference' || field.optional) return undefined;
  return field.options?.(context)[0]?.value;
}

function OneField({
  field,
  context,
  values,
  error,
  change,
  goOn,
}: {
  field: Field;
  context: FormContext;
  values: Values;
  error: string | undefined;
  change: (value: unknown) => void;
  goOn: () => void;
}) {
  const { t, view } = context;
  const value = values[field.name];
  const words = typeof value === 'string' ? value : '';
  const common = {
    label: field.label?.(t) ?? t.field[field.name] ?? field.name,
    error,
    optional: field.optional ?? false,
  };
  switch (field.kind) {
    case 'line':
      return <LineField {...common} value={words} change={change} />;
    case 'text':
      return <TextField {...common} value={words} change={change} phrases={field.phrases?.(t, values) ?? []} />;
    case 'choice':
    case 'verdict':
      return (
        <ChoiceField
          {...common}
          value={words}
          change={change}
          choices={Object.entries(field.words!(t)).map(([key, label]) => ({ value: key, label }))}
          {...(field.then && { picked: goOn })}
        />
      );
    case 'reference': {
      const options = field.options!(context);
      // What there is only one of needs no choosing.
      if (options.length === 1 && !field.optional) {
        return (
          <p className="field-fixed">
            <span className="muted">{common.label}</span> {options[0]!.label}
          </p>
        );
      }
      return <ChoiceField {...common} value={words} change={change} choices={options} none={t.form.nobodyChosen} />;
    }
    case 'flag':
      return <FlagField label={common.label} value={value === true} change={change} />;
    case 'moment':
      return <MomentField {...common} value={words} change={change} />;
    case 'duration':
      return <DurationField {...common} value={value as Limit} change={change} />;
    case 'department':
      return <DepartmentField {...common} value={words} change={change} />;
    case 'departments':
      return <Departments {...common} value={(value as string[] | undefined) ?? []} change={change} />;
    case 'person':
      return <PersonField {...common} value={words} change={change} />;
    case 'parties':
      return (
        <ChecksField
          {...common}
          value={(value as string[] | undefined) ?? []}
          change={change}
          choices={view.parties.map((each) => ({
            value: each.id,
            label: `${each.name ?? t.dispute.erased} · ${t.partyRole[each.role]}`,
          }))}
        />
      );
    case 'dispute':
      return <DisputeField {...common} value={words} change={change} without={view.id} />;
    case 'file':
      return (
        <FileField
          {...common}
          dispute={view.id}
          value={words}
          change={(fileId, name) => change({ fileId, ...(values.name ? {} : { name }) })}
        />
      );
    case 'lines':
      return (
        <TextField
          {...common}
          value={((value as string[] | undefined) ?? []).join('\n')}
          change={(typed) => change(typed.split('\n'))}
          rows={4}
        />
      );
    case 'terms':
      return <Terms {...common} value={(value as Term[] | undefined) ?? []} change={change} />;
    case 'decisions':
      return <Decisions {...common} value={(value as Decision[] | undefined) ?? []} change={change} />;
  }
}

interface ListProps<T> {
  label: string;
  error: string | undefined;
  optional: boolean;
  value: T[];
  change: (value: T[]) => void;
}

interface Term {
  text: string;
  dueAt?: string;
}

function Terms({ label, error, value, change }: ListProps<Term>) {
  const { t } = usePreferences();
  const set = (n: number, more: Partial<Term>) =>
    change(value.map((each, at) => (at === n ? { ...each, ...more } : each)));
  return (
    <fieldset className="field">
      <legend>
        {label} <span className="muted">{t.form.optional}</span>
      </legend>
      {value.map((term, n) => (
        <div key={n} className="sub-form">
          <TextField
            label={t.dispute.termNo(n + 1)}
            value={term.text}
            change={(words) => set(n, { text: words })}
            rows={2}
          />
          <MomentField label={t.field.dueAt!} optional value={term.dueAt ?? ''} change={(dueAt) => set(n, { dueAt })} />
          <button type="button" className="link" onClick={() => change(value.filter((_, at) => at !== n))}>
            {t.form.remove}
          </button>
        </div>
      ))}
      {error && <p className="field-error">{error}</p>}
      <button type="button" className="button" onClick={() => change([...value, { text: '' }])}>
        {t.form.add}
      </button>
    </fieldset>
  );
}

interface Decision {
  text: string;
  departmentId: string;
  dueAt: string;
}

function Decisions({ label, error, value, change }: ListProps<Decision>) {
  const { t } = usePreferences();
  const set = (n: number, more: Partial<Decision>) =>
    change(value.map((each, at) => (at === n ? { ...each, ...more } : each)));
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      {value.map((decision, n) => (
        <div key={n} className="sub-form">
          <TextField label={`${n + 1}`} value={decision.text} change={(words) => set(n, { text: words })} rows={2} />
          <DepartmentField
            label={t.field.departmentId!}
            value={decision.departmentId}
            change={(departmentId) => set(n, { departmentId })}
          />
          <MomentField label={t.field.dueAt!} value={decision.dueAt} change={(dueAt) => set(n, { dueAt })} />
          <button type="button" className="link" onClick={() => change(value.filter((_, at) => at !== n))}>
            {t.form.remove}
          </button>
        </div>
      ))}
      {error && <p className="field-error">{error}</p>}
      <button
        type="button"
        className="button"
        onClick={() => change([...value, { text: '', departmentId: '', dueAt: '' }])}
      >
        {t.form.add}
      </button>
    </fieldset>
  );
}

function Departments({ value, change, ...common }: ListProps<string>) {
  const { offices, name } = useDepartments();
  return (
    <ChecksField
      {...common}
      value={value}
      change={change}
      choices={offices.map((each) => ({ value: each.id, label: name(each.id) }))}
    />
  );
}

export function DisputeLine({ view }: { view: DisputeView }) {
  return (
    <p className="dispute-line">
      <Link to={`/disputes/${view.id}`}>{view.number}</Link> {view.title}
      {view.nextDueAt && (
        <span className="muted">
          {' '}
          · <Moment at={view.nextDueAt} now={view.now} />
        </span>
      )}
    </p>
  );
}
