import { usePreferences } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import { TextField } from '../parts/fields/text-fields.js';
import { MomentField } from '../parts/fields/time-fields.js';
import { DepartmentField } from '../parts/fields/who-fields.js';

interface ListProps<T> {
  label: string;
  error: string | undefined;
  optional: boolean;
  value: T[];
  change: (value: T[]) => void;
}

/** What is wrong inside of it, each at its own place. */
interface Parted {
  errorAt: (within: string) => string | undefined;
}

export interface Term {
  text: string;
  dueAt?: string;
}

export function Terms({ label, error, errorAt, value, change }: ListProps<Term> & Parted) {
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
            error={errorAt(`terms/${n}/text`)}
            value={term.text}
            change={(words) => set(n, { text: words })}
            rows={2}
          />
          <MomentField
            label={t.field.dueAt!}
            optional
            ahead
            error={errorAt(`terms/${n}/dueAt`)}
            value={term.dueAt ?? ''}
            change={(dueAt) => set(n, { dueAt })}
          />
          <button type="button" className="link" onClick={() => change(value.filter((_, at) => at !== n))}>
            {t.form.remove}
          </button>
        </div>
      ))}
      {error && !value.some((_, n) => errorAt(`terms/${n}`)) && <p className="field-error">{error}</p>}
      <button type="button" className="button" onClick={() => change([...value, { text: '' }])}>
        {t.form.add}
      </button>
    </fieldset>
  );
}

export interface Decision {
  text: string;
  departmentId: string;
  dueAt: string;
}

export function Decisions({ label, error, errorAt, value, change }: ListProps<Decision> & Parted) {
  const { t } = usePreferences();
  const set = (n: number, more: Partial<Decision>) =>
    change(value.map((each, at) => (at === n ? { ...each, ...more } : each)));
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      {value.map((decision, n) => (
        <div key={n} className="sub-form">
          <TextField
            label={`${n + 1}`}
            error={errorAt(`${n}/text`)}
            value={decision.text}
            change={(words) => set(n, { text: words })}
            rows={2}
          />
          <DepartmentField
            label={t.field.departmentId!}
            error={errorAt(`${n}/departmentId`)}
            value={decision.departmentId}
            change={(departmentId) => set(n, { departmentId })}
          />
          <MomentField
            label={t.field.dueAt!}
            ahead
            error={errorAt(`${n}/dueAt`)}
            value={decision.dueAt}
            change={(dueAt) => set(n, { dueAt })}
          />
          <button type="button" className="link" onClick={() => change(value.filter((_, at) => at !== n))}>
            {t.form.remove}
          </button>
        </div>
      ))}
      {error && !value.some((_, n) => errorAt(String(n))) && <p className="field-error">{error}</p>}
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

export function Departments({ value, change, ...common }: ListProps<string>) {
  const { t } = usePreferences();
  const { name } = useDepartments();
  return (
    <div>
      <DepartmentField
        {...common}
        value=""
        change={(id) => id && change([...value, id])}
        without={value}
        none={value.length > 0 ? t.form.add : undefined}
      />
      <ul className="row wrap field">
        {value.map((each) => (
          <li key={each} className="row">
            {name(each)}
            <button
              type="button"
              className="link"
              aria-label={`${t.form.remove} ${name(each)}`}
              onClick={() => change(value.filter((one) => one !== each))}
            >
              {t.form.remove}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
