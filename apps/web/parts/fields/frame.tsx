import type { ReactNode } from 'react';
import { useWording } from '../../base/language.js';

/** Inputs of the browser itself: a phone shows its own pickers, and a screen reader knows them. */

export interface Common {
  label: string;
  error?: string | undefined;
  hint?: string | undefined;
  optional?: boolean;
  /** The field itself says it: the label is heard and not seen. */
  unseen?: boolean;
}

export function FieldFrame({
  id,
  label,
  error,
  hint,
  optional,
  unseen,
  children,
}: Common & { id: string; children: ReactNode }) {
  const t = useWording();
  return (
    <div className={error ? 'field field-wrong' : 'field'}>
      <label htmlFor={id} className={unseen ? 'visually-hidden' : undefined}>
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

export const described = (id: string, error: string | undefined) =>
  error ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : {};

/** Several answers under one question. */
export function GroupFrame({ label, optional, hint, error, children }: Common & { children: ReactNode }) {
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
