import { useId } from 'react';
import { useWording } from '../../base/language.js';
import { type Common, described, FieldFrame } from './frame.js';

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
  inputMode?: 'numeric' | 'decimal';
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
  const t = useWording();
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
        <div className="phrases" role="group" aria-label={t.form.phrases}>
          {[...new Set(phrases)].map((phrase) => (
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
