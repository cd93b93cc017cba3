import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { useSend } from '../../base/send.js';
import { usePeople } from '../../base/people.js';
import { useDepartments } from '../../base/session.js';
import type { DisputeView, PaperAbout } from '../../contract.js';
import { Moment, Tag } from '../../parts/marks.js';
import { Refusal } from '../../parts/refusal.js';

/** Official papers of a case: what was handed out, and what this person may issue. */
export function PapersOf({ view }: { view: DisputeView }) {
  const t = useWording();
  const people = usePeople();
  const { name } = useDepartments();
  const queries = useQueryClient();
  const { send, state, problem } = useSend();
  const { data } = useQuery({
    queryKey: ['papers', view.id, view.seq],
    queryFn: ({ signal }) => get('/disputes/{id}/papers', { path: { id: view.id }, signal }),
    placeholderData: (before) => before,
  });
  if (!data) return null;
  const whose = ({ kind, subjectId }: PaperAbout) => {
    const order = view.supervisions.find(({ id }) => id === subjectId);
    const transfer = view.transfers.find(({ id }) => id === subjectId);
    const department = kind === 'supervision-order' ? order?.departmentId : transfer?.to;
    return department ? name(department) : subjectId;
  };
  const issued = (about: PaperAbout) =>
    data.items.some(({ kind, subjectId }) => kind === about.kind && subjectId === about.subjectId);
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
          <li key={paper.id}>
            <a href={addressOf(view.id, paper.id)} download>
              {t.paper[paper.kind]} {paper.number}
            </a>{' '}
            {paper.copy > 1 && <Tag tone="quiet">{t.papers.copy(paper.copy)}</Tag>}{' '}
            <span className="muted">
              {whose(paper)} · <Moment at={paper.issuedAt} now={view.now} /> · {people.name(paper.issuedBy)}
            </span>
          </li>
        ))}
      </ul>
      <div className="row wrap">
        <a className="button" href={`/api/v1/disputes/${view.id}/dossier`} download>
          {t.papers.dossier}
        </a>
        {data.mayIssue.map((about) => (
          <button
            key={`${about.kind} ${about.subjectId}`}
            type="button"
            className="button"
            disabled={state !== 'idle'}
            onClick={() => void issue(about)}
          >
            {issued(about) ? t.papers.again : t.papers.issue} {t.paper[about.kind]} · {whose(about)}
          </button>
        ))}
      </div>
      {problem && <Refusal problem={problem} />}
    </section>
  );
}

const addressOf = (dispute: string, paper: string) => `/api/v1/disputes/${dispute}/papers/${paper}`;
