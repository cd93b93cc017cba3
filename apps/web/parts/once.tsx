import { useId, useRef, useState } from 'react';
import { useWording } from '../base/language.js';

/** What is as good as a password and shown this once, with a button to copy it. */
export function Once({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const t = useWording();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    input.current?.select();
    // The clipboard is there on https and localhost only; what is selected can be copied everywhere.
    if (navigator.clipboard) await navigator.clipboard.writeText(value).catch(() => document.execCommand('copy'));
    else document.execCommand('copy');
    setCopied(true);
  };
  return (
    <div className="once" role="group" aria-label={label}>
      <label htmlFor={id}>{label}</label>
      <div className="row">
        <input
          id={id}
          ref={input}
          className="grow"
          readOnly
          value={value}
          spellCheck={false}
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="button primary" onClick={() => void copy()}>
          {copied ? t.settings.copied : t.settings.copy}
        </button>
      </div>
      {hint && <p className="field-hint">{hint}</p>}
      <span role="status" className="visually-hidden">
        {copied && t.settings.copied}
      </span>
    </div>
  );
}
