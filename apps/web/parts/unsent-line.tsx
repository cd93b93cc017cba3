import { newKey } from '../base/api.js';
import { useWording } from '../base/language.js';
import { recall } from '../base/memory.js';
import { drop, useUnsent, type Unsent } from '../base/outbox.js';
import { draftOf, keepDraft } from './draft.js';
import { Tag } from './marks.js';

/** Gives what was handed in back to the form that it came of; where something else is being typed there, it waits. */
export function giveBack({ key, draft, typed, photo, files, problem }: Unsent): void {
  const isThere = draft !== undefined && recall(draft) !== null;
  if (isThere && typed) {
    const { kept, sendKey } = draftOf(draft);
    // Something else was begun in that form since.
    if (sendKey !== key && JSON.stringify(kept) !== JSON.stringify(typed)) return;
  }
  if (draft && typed && !isThere) {
    // A key that was refused is as good as before, and knows of its files.
    const next = problem?.code === 'KEY_REUSED' ? newKey() : key;
    keepDraft(draft, { ...typed, ...(photo && { photo }), ...(files && { files }) }, next);
  }
  void drop(key, true);
}

/** At a row: what was handed in there and waits for a network, or was refused when it went out at last, and why. */
export function UnsentLine({ is, again }: { is: (unsent: Unsent) => boolean; again: () => void }) {
  const t = useWording();
  return useUnsent()
    .filter(is)
    .map((unsent) => (
      <p key={unsent.key} className="unsent">
        <Tag tone="accent">{unsent.problem ? t.state.notTaken : t.state.unsentTitle}</Tag> {unsent.says}
        {unsent.problem && (
          <>
            {' '}
            {unsent.problem.title} {unsent.problem.detail}{' '}
            <button
              type="button"
              className="link"
              onClick={() => {
                giveBack(unsent);
                again();
              }}
            >
              {t.state.again}
            </button>
          </>
        )}
      </p>
    ));
}
