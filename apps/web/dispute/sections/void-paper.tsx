import { useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import type { Papers } from '../../contract.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/fields/text-fields.js';
import { FormFoot } from '../../parts/form-foot.js';
import { Refusal } from '../../parts/refusal.js';
import { useChange } from '../../parts/use-change.js';

/** A paper holds no longer: why, and what that means. */
export function VoidPaper({
  dispute,
  paper,
  close,
}: {
  dispute: string;
  paper: Papers['items'][number];
  close: () => void;
}) {
  const t = useWording();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const { send, busy, problem, wrong } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const path = { id: dispute, paperId: paper.id };
    if (!(await send(post('/disputes/{id}/papers/{paperId}/void', { path, body: { reason } })))) return;
    await queries.invalidateQueries({ queryKey: ['papers', dispute] });
    close();
  };
  return (
    <Dialog title={`${t.papers.makeVoid} ${t.paper[paper.kind]} ${paper.number}`} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p>{t.papers.voidSure}</p>
        <TextField label={t.papers.voidReason} value={reason} change={setReason} error={wrong('reason')} />
        {problem && !problem.errors && <Refusal problem={problem} />}
        <FormFoot says={t.papers.makeVoid} disabled={busy || !reason.trim()} cancel={close} />
      </form>
    </Dialog>
  );
}
