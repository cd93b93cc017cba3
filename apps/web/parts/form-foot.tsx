import type { ReactNode } from 'react';
import { useWording } from '../base/language.js';

/** The foot of a small form: what hands it in, what leaves it, and what else there is to do. */
export function FormFoot({
  says,
  disabled,
  cancel,
  children,
}: {
  says: string;
  disabled: boolean;
  cancel: () => void;
  children?: ReactNode;
}) {
  const t = useWording();
  return (
    <div className="form-foot">
      <button type="submit" className="button primary" disabled={disabled}>
        {says}
      </button>
      <button type="button" className="button" onClick={cancel}>
        {t.form.cancel}
      </button>
      {children}
    </div>
  );
}
