import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { newKey, post, Problem } from '../base/api.js';
import { useDispute } from '../base/dispute.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useAfterCommand } from '../base/send.js';
import type { Limit } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { useDraft } from '../parts/draft.js';
import { TextField } from '../parts/fields/text-fields.js';
import { DurationField } from '../parts/fields/time-fields.js';

/** One demand for several cases; each is a command of its own, and each answer is its own. */
export function BulkOrder({ ids, done, close }: { ids: string[]; done: (ids: string[]) => void; close: () => void }) {
  const t = useWording();
  const say = useSay();
  const after = useAfterCommand();
  const draft = useDraft<{ demand: string; answerWithin: Limit }>('supervise', {
    demand: '',
    answerWithin: { amount: 2, unit: 'workingDays' },
  });
  const { demand, answerWithin } = draft.value;
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ id: string; says: string }[]>([]);
  const [keys] = useState(() => new Map(ids.map((id) => [id, newKey()])));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!demand.trim()) return;
    setBusy(true);
    const failed: typeof refused = [];
    const taken: string[] = [];
    for (const id of ids) {
      try {
        after(
          await post('/disputes/{id}/supervise', { path: { id }, body: { demand, answerWithin }, key: keys.get(id)! }),
        );
        taken.push(id);
      } catch (error) {
        const { title, detail } = error instanceof Problem ? error.body : { title: t.state.offline, detail: '' };
        failed.push({ id, says: detail || title });
      }
    }
    setBusy(false);
    setRefused(failed);
    say(t.board.bulkDone(taken.length, failed.length));
    done(taken);
    if (failed.length > 0) return;
    draft.clear();
    close();
  };
  return (
    <Dialog title={`${t.board.bulk} (${ids.length})`} close={close}>
      <form onSubmit={(event) => void submit(event)}>
        <TextField label={t.field.demand!} value={demand} change={(words) => draft.change({ demand: words })} />
        <DurationField
          label={t.field.answerWithin!}
          value={answerWithin}
          change={(limit) => draft.change({ answerWithin: limit })}
        />
        {refused.length > 0 && (
          <div className="refusal" role="alert">
            <p className="refusal-title">{t.board.notSent}</p>
            {refused.map(({ id, says }) => (
              <p key={id}>
                <DisputeNumber id={id} /> {says}
              </p>
            ))}
          </div>
        )}
        <button type="submit" className="button primary" disabled={busy || !demand.trim()}>
          {busy ? t.form.sending : t.board.bulk}
        </button>
      </form>
    </Dialog>
  );
}

function DisputeNumber({ id }: { id: string }) {
  const { data } = useDispute(id);
  return <Link to={`/disputes/${id}`}>{data?.number ?? id.slice(0, 8)}</Link>;
}
