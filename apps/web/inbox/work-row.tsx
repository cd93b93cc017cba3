import { Link } from 'react-router';
import { usePreferences, useWording } from '../base/language.js';
import { useChanged } from '../base/live.js';
import { useUnsent } from '../base/outbox.js';
import { postponed } from '../base/send.js';
import { useDepartments } from '../base/session.js';
import type { ObligationView, Verb, Work } from '../contract.js';
import { DueLink } from '../parts/due-link.js';
import { GradeMark, LateMark, Tag } from '../parts/marks.js';

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
  const { dispute, obligation, remaining } = work;
  const changed = useChanged(dispute.id);
  const answers = obligation.kind === 'answer-transfer';
  const here = HERE[obligation.kind];

  const leaves = useUnsent().some(
    ({ path, question, problem }) =>
      path === '/disputes/{id}/accept' && question.path?.id === dispute.id && problem === undefined,
  );
  const accept = () =>
    postponed('/disputes/{id}/accept', {
      path: { id: dispute.id },
      body: { transferId: obligation.subjectId! },
      says: `${t.verb.accept} · ${dispute.number}`,
    });
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
      </div>
      <div className="work-do">
        {answers && leaves && <Tag tone="accent">{t.state.leaving}</Tag>}
        {answers && !leaves && (
          <>
            <button
              type="button"
              className="button primary"
              data-key="a"
              // Whoever points at it means this one; a key is soon pressed, and opens what has to be looked at first.
              onClick={({ detail }) => (detail > 0 ? void accept() : open('accept'))}
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
