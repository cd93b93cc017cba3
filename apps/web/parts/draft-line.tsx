import { useWording } from '../base/language.js';

/** Says that what was typed before is back, and takes it away. */
export function DraftLine({ discard }: { discard: () => void }) {
  const t = useWording();
  return (
    <p className="draft-line">
      {t.form.draft}{' '}
      <button type="button" className="link" onClick={discard}>
        {t.form.discard}
      </button>
    </p>
  );
}
