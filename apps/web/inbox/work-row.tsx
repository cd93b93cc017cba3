import { Link } from 'react-router';
import { usePreferences, useWording } from '../base/language.js';
import { useChanged } from '../base/live.js';
import { useUnsent } from '../base/outbox.js';
import { postponed } from '../base/send.js';
import { useDepartments } from '../base/session.js';
import type { ObligationView, Verb, Work, WorkLine } from '../contract.js';
import { DueLink } from '../parts/due-link.js';
import { GradeMark, LateMark, Tag } from '../parts/marks.js';
import type { Wording } from '../words/zh.js';

/** What is done from the list itself; everything else is done on the dispute's page. */
const HERE: readonly Verb[] = [
  'visit',
  'confirm-visit',
  'check-visit',
  'waive-visit',
  'decide-return',
  'decide-extension',
];
const hereOf = ({ verb }: WorkLine): Verb | undefined => HERE.find((each) => each === verb);

export function WorkRow({
  work,
  peeked,
  place,
  open,
  explain,
}: {
  work: Work;
  /** It stands beside the list. */
  peeked: boolean;
  place: React.ComponentProps<'li'>;
  open: (verb: Verb, owed: ObligationView) => void;
  explain: (obligation: ObligationView) => void;
}) {
  const t = useWording();
  const { language } = usePreferences();
  const { name } = useDepartments();
  const { dispute, obligation, also = [] } = work;
  const changed = useChanged(dispute.id);
  const answers = obligation.kind === 'answer-transfer';
  const here = hereOf(work);

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
    <li
      {...place}
      className={`work${peeked ? ' peeked' : changed ? ' changed' : ''}`}
      tabIndex={-1}
      data-row={`/disputes/${dispute.id}`}
    >
      <div className="work-when">
        <LeftOf line={work} />
        <DueLink obligation={obligation} explain={explain} />
      </div>
      <div className="work-what">
        <p>
          <GradeMark grade={dispute.grade} />
          <Tag>{owedText(obligation, t)}</Tag>
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
        <Also lines={also} open={open} explain={explain} />
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
              onClick={({ detail }) => (detail > 0 ? void accept() : open('accept', obligation))}
            >
              {t.inbox.accept}
              <span className="visually-hidden"> {dispute.number}</span>
            </button>
            <button type="button" className="button" data-key="r" onClick={() => open('return', obligation)}>
              {t.inbox.returnIt}
              <span className="visually-hidden"> {dispute.number}</span>
            </button>
          </>
        )}
        {here && (
          <button type="button" className="button primary" onClick={() => open(here, obligation)}>
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

const owedText = ({ kind, n }: ObligationView, t: Wording) =>
  `${t.kind[kind]}${n !== undefined && (kind === 'return-visit' || kind === 'spot-check') ? ` ${n}` : ''}`;

function LeftOf({ line: { state, remaining } }: { line: WorkLine }) {
  if (state === 'late') return <LateMark>{remaining.text}</LateMark>;
  return <b className="left">{remaining.text}</b>;
}

/** So many stand open; of a case with a long agreement there are dozens. */
const ALSO_SHOWN = 3;

/** What else is owed of the same case: it is one case to whoever works it. */
function Also({
  lines,
  open,
  explain,
}: {
  lines: WorkLine[];
  open: (verb: Verb, owed: ObligationView) => void;
  explain: (obligation: ObligationView) => void;
}) {
  const t = useWording();
  if (lines.length === 0) return null;
  const list = (some: WorkLine[]) => (
    <ul className="work-also">
      {some.map((line) => {
        const verb = line.obligation.kind === 'answer-transfer' ? 'accept' : hereOf(line);
        const owed = owedText(line.obligation, t);
        return (
          <li key={line.obligation.id}>
            {verb ? (
              <button type="button" className="link" onClick={() => open(verb, line.obligation)}>
                {owed}
              </button>
            ) : (
              owed
            )}{' '}
            <LeftOf line={line} /> <DueLink obligation={line.obligation} explain={explain} />
          </li>
        );
      })}
    </ul>
  );
  return (
    <>
      {list(lines.slice(0, ALSO_SHOWN))}
      {lines.length > ALSO_SHOWN && (
        <details>
          <summary className="muted">{t.inbox.alsoOwed(lines.length - ALSO_SHOWN)}</summary>
          {list(lines.slice(ALSO_SHOWN))}
        </details>
      )}
    </>
  );
}
