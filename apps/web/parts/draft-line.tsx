import { useWording } from '../base/language.js';

/** Says that what was typed before is back, or is not handed in yet, and takes it away. */
export function DraftLine({ discard, restored = true }: { discard: () => void; restored?: boolean }) {
  const t = useWording();
  return (
    <p className="draft-line">
      {restored ? t.form.draft : t.changing.unsaved}{' '}
      <button type="button" className="link" onClick={discard}>
        {t.form.discard}
      </button>
    </p>
  );
}
