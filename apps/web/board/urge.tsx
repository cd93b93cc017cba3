import { useEffect } from 'react';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useAfterCommand, useSend } from '../base/send.js';
import type { ObligationView } from '../contract.js';
import { Moment, Tag } from '../parts/marks.js';
import type { Acts } from './acts.js';

/** Presses whoever owes it, with one tap and no form. What a rule says against it is said where one looks. */
export function Urge({ act, id, number, obligationId }: { act: Acts; id: string; number: string } & Partial<Owed>) {
  const t = useWording();
  const say = useSay();
  const after = useAfterCommand();
  const { send, state, problem } = useSend();
  useEffect(() => {
    if (problem) say(problem.detail ? `${problem.title}：${problem.detail}` : problem.title);
  }, [problem, say]);
  if (!act.may) return null;
  const press = async () => {
    const body = obligationId === undefined ? {} : { obligationId };
    const done = await send('/disputes/{id}/urge', { path: { id }, body, says: `${t.verb.urge} · ${number}` });
    if (!done) return;
    after(done);
    say(t.form.done(`${t.verb.urge} · ${number}`));
  };
  return (
    <button type="button" className="button" disabled={state !== 'idle'} onClick={() => void press()}>
      {t.verb.urge}
      <span className="visually-hidden"> {number}</span>
    </button>
  );
}

interface Owed {
  obligationId: string;
}

/** That somebody pressed already, when last, and until when a supervision order wants its answer. */
export function Pressed({ urgedAt, orderDueAt }: Pick<ObligationView, 'urgedAt'> & { orderDueAt: string | null }) {
  const t = useWording();
  return (
    <>
      {urgedAt && (
        <Tag tone="accent">
          {t.board.urged} <Moment at={urgedAt} />
        </Tag>
      )}
      {orderDueAt && (
        <Tag tone="warn">
          {t.board.supervised} · {t.board.answerBy} <Moment at={orderDueAt} />
        </Tag>
      )}
    </>
  );
}
