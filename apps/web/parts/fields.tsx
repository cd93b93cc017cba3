import { useId, useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get, post, Problem } from '../base/api.js';
import type { Limit } from '../contract.js';
import { useWording } from '../base/language.js';
import { useDepartments, usePeople, useUser, useZone } from '../base/session.js';
import { fromInput, toInput } from '../base/time.js';
import { usePaused } from './paused.js';

/** Inputs of the browser itself: a phone shows its own pickers, and a screen reader knows them. */

interface Common {
  label: string;
  error?: string | undefined;
  hint?: string | undefined;
  optional?: boolean;
}

export function FieldFrame({
  id,
  label,
  error,
  hint,
  optional,
  children,
}: Common & { id: string; children: ReactNode }) {
  const t = useWording();
  return (
    <div className={error ? 'field field-wrong' : 'field'}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="muted"> {t.form.optional}</span>}
      </label>
      {children}
      {hint && <p className="field-hint">{hint}</p>}
      {error && (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

const described = (id: string, error: string | undefined) =>
  error ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : {};

/** Hands a file in as soon as it was chosen, so that the form itself stays small and a lost network loses no text. */
export function FileField({
  dispute,
  value,
  change,
  ...common
}: Common & { dispute: string; value: string; change: (fileId: string, name: string) => void }) {
  const id = useId();
  const t = useWording();
  const [sending, setSending] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const send = async (file: File) => {
    setSending(true);
    setWrong(undefined);
    try {
      const { fileId } = await post('/disputes/{id}/files', { path: { id: dispute }, body: file });
      change(fileId, file.name);
    } catch (error) {
      if (error instanceof Problem) setWrong(error.body.errors?.[0]?.detail ?? error.body.detail);
      else setWrong(t.files.notSent);
    } finally {
      setSending(false);
    }
  };
  const error = wrong ?? common.error;
  return (
    <FieldFrame
      id={id}
      {...common}
      error={error}
      hint={sending ? t.form.sending : value ? t.files.ready : t.files.hint}
    >
      <input
        id={id}
        type="file"
        className="visually-hidden"
        accept="image/jpeg,image/png,image/webp,application/pdf"
        disabled={sending}
        {...described(id, error)}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void send(file);
        }}
      />
      {/* The browser's own button speaks the browser's language. */}
      <label htmlFor={id} className="button">
        {t.files.choose}
      </label>
    </FieldFrame>
  );
}

export function LineField({
  value,
  change,
  type = 'text',
  autoComplete = 'off',
  inputMode,
  placeholder,
  ...common
}: Common & {
  value: string;
  change: (value: string) => void;
  type?: string;
  inputMode?: 'numeric';
  autoComplete?: string;
  placeholder?: string;
}) {
  const id = useId();
  return (
    <FieldFrame id={id} {...common}>
      <input
        id={id}
        type={type}
        value={value}
        autoComplete={autoComplete}
        inputMode={inputMode}
        placeholder={placeholder}
        required={!common.optional}
        onChange={(event) => change(event.target.value)}
        {...described(id, common.error)}
      />
    </FieldFrame>
  );
}

export function TextField({
  value,
  change,
  rows = 3,
  phrases = [],
  placeholder,
  ...common
}: Common & {
  value: string;
  change: (value: string) => void;
  rows?: number;
  phrases?: string[];
  placeholder?: string;
}) {
  const id = useId();
  return (
    <FieldFrame id={id} {...common}>
      <textarea
        id={id}
        rows={rows}
        value={value}
        placeholder={placeholder}
        onChange={(event) => change(event.target.value)}
        {...described(id, common.error)}
      />
      {phrases.length > 0 && (
        <div className="phrases">
          {phrases.map((phrase) => (
            <button
              key={phrase}
              type="button"
              className="chip"
              onClick={() => change(value.trim() ? `${value.trim()} ${phrase}` : phrase)}
            >
              {phrase}
            </button>
          ))}
        </div>
      )}
    </FieldFrame>
  );
}

export interface Choice {
  value: string;
  label: ReactNode;
  /** Where the label is more than text. */
  text?: string;
}

/** Several answers under one question. */
function GroupFrame({ label, optional, hint, error, children }: Common & { children: ReactNode }) {
  const t = useWording();
  return (
    <fieldset className={error ? 'field field-wrong' : 'field'}>
      <legend>
        {label}
        {optional && <span className="muted"> {t.form.optional}</span>}
      </legend>
      {children}
      {hint && <p className="field-hint">{hint}</p>}
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** A few short answers are buttons side by side, many are a list. */
const SIDE_BY_SIDE = 5;

export function ChoiceField({
  value,
  change,
  choices,
  none,
  picked,
  ...common
}: Common & {
  value: string;
  change: (value: string) => void;
  choices: Choice[];
  none?: string;
  /** A pointer chose; the arrow keys only walk the answers. */
  picked?: () => void;
}) {
  const t = useWording();
  const id = useId();
  if (choices.length <= SIDE_BY_SIDE) {
    return (
      <GroupFrame {...common}>
        <div className="segments">
          {choices.map((choice) => (
            <label key={choice.value} className="segment">
              <input
                type="radio"
                name={id}
                value={choice.value}
                checked={value === choice.value}
                onChange={() => change(choice.value)}
                onClick={({ detail }) => {
                  // An optional answer can be taken back.
                  if (common.optional && value === choice.value) change('');
                  else if (detail > 0) picked?.();
                }}
              />
              <span>{choice.label}</span>
            </label>
          ))}
        </div>
      </GroupFrame>
    );
  }
  return (
    <FieldFrame id={id} {...common}>
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{none ?? t.form.choose}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text ?? choice.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export function ChecksField<T extends string>({
  value,
  change,
  choices,
  ...common
}: Common & { value: T[]; change: (value: T[]) => void; choices: (Choice & { value: T })[] }) {
  return (
    <GroupFrame {...common}>
      <div className="checks">
        {choices.map((choice) => (
          <label key={choice.value} className="check">
            <input
              type="checkbox"
              checked={value.includes(choice.value)}
              onChange={(event) =>
                change(event.target.checked ? [...value, choice.value] : value.filter((each) => each !== choice.value))
              }
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </GroupFrame>
  );
}

export function FlagField({
  label,
  hint,
  value,
  change,
}: {
  label: string;
  hint?: string;
  value: boolean;
  change: (value: boolean) => void;
}) {
  return (
    <label className="check field">
      <input type="checkbox" checked={value} onChange={(event) => change(event.target.checked)} />
      <span>
        {label}
        {hint && <span className="muted"> {hint}</span>}
      </span>
    </label>
  );
}

export function MomentField({ value, change, ...common }: Common & { value: string; change: (value: string) => void }) {
  const id = useId();
  const zone = useZone();
  return (
    <FieldFrame id={id} {...common}>
      <input
        id={id}
        type="datetime-local"
        value={value ? toInput(value, zone) : ''}
        onChange={(event) => change(fromInput(event.target.value, zone) ?? '')}
        {...described(id, common.error)}
      />
    </FieldFrame>
  );
}

export function DurationField({
  value,
  change,
  units = ['workingHours', 'workingDays', 'hours', 'days'],
  ...common
}: Common & { value: Limit; change: (value: Limit) => void; units?: Limit['unit'][] }) {
  const t = useWording();
  const id = useId();
  return (
    <FieldFrame id={id} {...common}>
      <div className="row">
        <input
          id={id}
          type="number"
          min={1}
          inputMode="numeric"
          value={value.amount || ''}
          onChange={(event) => change({ ...value, amount: Number(event.target.value) })}
          {...described(id, common.error)}
        />
        <select
          aria-label={`${common.label}: ${t.form.unit}`}
          value={value.unit}
          onChange={(event) => change({ ...value, unit: event.target.value as Limit['unit'] })}
        >
          {units.map((unit) => (
            <option key={unit} value={unit}>
              {t.unit[unit]}
            </option>
          ))}
        </select>
      </div>
    </FieldFrame>
  );
}

export function DepartmentField({
  value,
  change,
  without = [],
  none,
  ...common
}: Common & { value: string; change: (value: string) => void; without?: string[]; none?: string }) {
  const t = useWording();
  const id = useId();
  const { offices, name } = useDepartments();
  return (
    <FieldFrame id={id} {...common}>
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{none ?? t.form.choose}</option>
        {offices
          .filter((each) => !without.includes(each.id))
          .map((each) => (
            <option key={each.id} value={each.id}>
              {name(each.id)}
            </option>
          ))}
      </select>
    </FieldFrame>
  );
}

export function PersonField({ value, change, ...common }: Common & { value: string; change: (value: string) => void }) {
  const t = useWording();
  const id = useId();
  const user = useUser();
  const { all } = usePeople();
  return (
    <FieldFrame id={id} {...common}>
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{common.optional ? t.form.nobodyChosen : t.form.choose}</option>
        {all
          .filter((each) => each.departmentId === user.departmentId)
          .map((each) => (
            <option key={each.id} value={each.id}>
              {each.name} · {each.roles.map((role) => t.role[role]).join(' ')}
            </option>
          ))}
      </select>
    </FieldFrame>
  );
}

/** Another open dispute, found as in the list: by number, title, party or first letters; else of the latest. */
export function DisputeField({
  value,
  change,
  without,
  ...common
}: Common & { value: string; change: (value: string) => void; without?: string | undefined }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const q = usePaused(typed.trim());
  const { data } = useQuery({
    queryKey: ['disputes', 'to-choose', q],
    queryFn: ({ signal }) => get('/disputes', { query: { ...(q && { q }), limit: 100 }, signal }),
    placeholderData: (before) => before,
  });
  const t = useWording();
  return (
    <FieldFrame id={id} {...common}>
      <input
        type="search"
        className="before-choice"
        aria-label={t.list.search}
        placeholder={t.list.search}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          // It looks for a case, and does not hand the form in.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{t.form.choose}</option>
        {(data?.items ?? [])
          .filter((each) => each.id !== without && each.status !== 'closed')
          .map((each) => (
            <option key={each.id} value={each.id}>
              {each.number} {each.title}
            </option>
          ))}
      </select>
    </FieldFrame>
  );
}
