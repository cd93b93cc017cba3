import { Link } from 'react-router';
import { usePreferences, useWording } from '../base/language.js';
import { useChanged } from '../base/live.js';
import { useSay } from '../base/say.js';
import { useAfterCommand, useSend } from '../base/send.js';
import { useDepartments } from '../base/session.js';
import type { ObligationView, Verb, Work } from '../contract.js';
import { DueLink } from '../parts/due-link.js';
import { GradeMark, LateMark, Tag } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';

/** What meets an obligation from the list itself; everything else is done on the dispute's page. */
const HERE: Partial<Record<Work['obligation']['kind'], Verb>> = {
  'return-visit': 'visit',
  'decide-return': 'decide-return',
  'decide-extension': 'decide-extension',
};

export function WorkRow({
  work,
  place,
  open,
  explain,
}: {
  work: Work;
  place: React.ComponentProps<'li'>;
  open: (verb: Verb) => void;
  explain: (obligation: ObligationView) => void;
}) {
  const t = useWording();
  const { language } = usePreferences();
  const { name } = useDepartments();
  const { send, state, problem } = useSend();
  const after = useAfterCommand();
  const say = useSay();
  const { dispute, obligation, remaining } = work;
  const changed = useChanged(dispute.id);
  const answers = obligation.kind === 'answer-transfer';
  const here = HERE[obligation.kind];

  const accept = async () => {
    const answer = await send('/disputes/{id}/accept', {
      path: { id: dispute.id },
      body: { transferId: obligation.subjectId! },
      says: `${t.verb.accept} · ${dispute.number}`,
    });
    if (!answer) return;
    say(t.inbox.accepted(dispute.number));
    after(answer);
  };
  return (
    <li {...place} className={changed ? 'work changed' : 'work'} tabIndex={-1} data-row={`/disputes/${dispute.id}`}>
      <div className="work-when">
        {work.state === 'late' ? <LateMark>{remaining.text}</LateMark> : <b className="left">{remaining.text}</b>}
        <DueLink obligation={obligation} explain={explain} />
      </div>
      <div className="work-what">
        <p>
          <GradeMark grade={dispute.grade} />
          <Tag>
            {t.kind[obligation.kind]}
            {obligation.n !== undefined && obligation.kind === 'return-visit' && ` ${obligation.n}`}
          </Tag>
          <span className="muted number">{dispute.number}</span>
          {changed && <Tag tone="accent">{t.inbox.updated}</Tag>}
        </p>
        <Link to={`/disputes/${dispute.id}`} className="work-title">
          {dispute.title ?? t.dispute.erased}
        </Link>
        <p className="muted">
          {t.category[dispute.category]} · {name(dispute.place.village)}
          {dispute.place.address && language === 'zh-CN' ? ` · ${dispute.place.address}` : ''}
        </p>
        {problem && <Refusal problem={problem} />}
        {state === 'waiting' && <p className="unsent">{t.state.unsent}</p>}
      </div>
      <div className="work-do">
        {answers && (
          <>
            <button
              type="button"
              className="button primary"
              data-key="a"
              disabled={state !== 'idle'}
              onClick={() => void accept()}
            >
              {t.inbox.accept}
              <span className="visually-hidden"> {dispute.number}</span>
            </button>
            <button type="button" className="button" data-key="r" onClick={() => open('return')}>
              {t.inbox.returnIt}
              <span className="visually-hidden"> {dispute.number}</span>
            </button>
          </>
        )}
        {here && (
          <button type="button" className="button primary" onClick={() => open(here)}>
            {t.verb[here]}
            <span className="visually-hidden"> {dispute.number}</span>
          </button>
        )}
        {!answers && !here && (
          <Link className="button" to={`/disputes/${dispute.id}`}>
            {t.inbox.open}
            <span className="visually-hidden"> {dispute.number}</span>
          </Link>
        )}
      </div>
    </li>
  );
}
