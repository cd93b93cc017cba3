import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, queryOf } from '../../base/api.js';
import { usePreferences } from '../../base/language.js';
import { useSend } from '../../base/send.js';
import { usePeople } from '../../base/people.js';
import { useDepartments } from '../../base/session.js';
import type { DisputeView, PaperAbout, Papers } from '../../contract.js';
import { Moment, Tag } from '../../parts/marks.js';
import { Refusal } from '../../parts/refusal.js';
import { VoidPaper } from './void-paper.js';
import { askedAt } from '../../parts/asked.js';

type IssuedPaper = Papers['items'][number];

/** Official papers of a case: what was handed out, and what this person may issue. */
export function PapersOf({ view }: { view: DisputeView }) {
  const { t, listed } = usePreferences();
  const people = usePeople();
  const { name } = useDepartments();
  const queries = useQueryClient();
  const { send, state, problem } = useSend();
  const { data } = useQuery({
    queryKey: ['papers', view.id, view.seq],
    queryFn: ({ signal }) => get('/disputes/{id}/papers', { path: { id: view.id }, signal }),
    placeholderData: (before) => before,
  });
  const [voiding, setVoiding] = useState<IssuedPaper | null>(null);
  if (!data) return null;
  /** The department that it is about, or which of the visits. */
  const whose = ({ kind, subjectId }: PaperAbout, at = view.now) => {
    const order = view.supervisions.find(({ id }) => id === subjectId);
    const transfer = view.transfers.find(({ id }) => id === subjectId);
    const meeting = view.meetings.find(({ id }) => id === subjectId);
    if (kind === 'visit-record') return t.papers.visit(subjectId.slice(1));
    if (meeting) return listed(meeting.departments.map(name));
    const department = order?.departmentId ?? (transfer && askedAt(transfer, at)) ?? view.holder;
    return name(department);
  };
  const issued = (about: PaperAbout) =>
    data.items.some(({ kind, subjectId, voided }) => !voided && kind === about.kind && subjectId === about.subjectId);
  const mayVoid = (paper: IssuedPaper) =>
    !paper.voided && data.mayIssue.some((each) => each.kind === paper.kind && each.subjectId === paper.subjectId);
  const issue = async (about: PaperAbout) => {
    const paper = await send('/disputes/{id}/papers', { path: { id: view.id }, body: about });
    if (!paper) return;
    await queries.invalidateQueries({ queryKey: ['papers', view.id] });
    window.location.assign(addressOf(view.id, paper.id));
  };
  return (
    <section className="section stack" id="papers">
      <h2>{t.papers.title}</h2>
      <ul className="parties">
        {data.items.map((paper) => (
          <li key={paper.id} className="row wrap">
            <div className="grow">
              {paper.voided && <Tag tone="warn">{t.papers.void}</Tag>}{' '}
              <a href={addressOf(view.id, paper.id)} download>
                {t.paper[paper.kind]} {paper.number}
              </a>{' '}
              {paper.copy > 1 && <Tag tone="quiet">{t.papers.copy(paper.copy)}</Tag>}{' '}
              <span className="muted">
                {whose(paper, paper.issuedAt)} · <Moment at={paper.issuedAt} now={view.now} /> ·{' '}
                {people.name(paper.issuedBy)}
              </span>
              {paper.voided && (
                <p className="muted">
                  {t.papers.voidedBy(people.name(paper.voided.by))} · <Moment at={paper.voided.at} now={view.now} />
                  {paper.voided.reason && ` · ${paper.voided.reason}`}
                </p>
              )}
            </div>
            {/* Beside the line, as what can be done with it: in it the word reads as how the paper stands. */}
            {mayVoid(paper) && (
              <button
                type="button"
                className="button small"
                aria-label={`${t.papers.makeVoid}… ${t.paper[paper.kind]} ${paper.number}`}
                onClick={() => setVoiding(paper)}
              >
                {t.papers.makeVoid}…
              </button>
            )}
          </li>
        ))}
      </ul>
      <div className="row wrap">
        <a className="button" href={`/api/v1/disputes/${view.id}/dossier`} download>
          {t.papers.dossier}
        </a>
      </div>
      <ul className="parties">
        {data.mayIssue.map((about) => (
          <li key={`${about.kind} ${about.subjectId}`} className="row wrap">
            <span className="grow">
              {t.paper[about.kind]} · {whose(about)}
            </span>
            <a
              className="button small"
              href={`${addressOf(view.id, 'preview')}${queryOf({ ...about })}`}
              target="_blank"
              rel="noreferrer"
              aria-label={`${t.papers.preview} ${t.paper[about.kind]} · ${whose(about)}`}
            >
              {t.papers.preview}
            </a>
            <button
              type="button"
              className="button small"
              disabled={state !== 'idle'}
              aria-label={`${issued(about) ? t.papers.again : t.papers.issue} ${t.paper[about.kind]} · ${whose(about)}`}
              onClick={() => void issue(about)}
            >
              {issued(about) ? t.papers.again : t.papers.issue}
            </button>
          </li>
        ))}
      </ul>
      {voiding && <VoidPaper dispute={view.id} paper={voiding} close={() => setVoiding(null)} />}
      {problem && <Refusal problem={problem} />}
    </section>
  );
}

const addressOf = (dispute: string, paper: string) => `/api/v1/disputes/${dispute}/papers/${paper}`;
