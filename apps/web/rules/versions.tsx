import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { get, post, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useMay } from '../base/session.js';
import type { Policy, PolicyDocument } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { Moment, Tag } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useChange } from '../parts/use-change.js';
import { Differences } from './differences.js';
import { Discard } from './discard.js';
import { withAbsent } from './editor/document.js';
import { usePolicyForm } from './editor/editor-form.js';

/** Every version of the rules: drafts, the one in force, those of before; who published each, why, and what was new in it. */
export function Versions({ shown }: { shown: string | undefined }) {
  const t = useWording();
  const may = useMay();
  const list = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => get('/policies', { signal }),
  });
  const [compared, setCompared] = useState<string | null>(null);
  const items = list.data?.items ?? [];
  // They come newest first; drafts are compared with what is in force.
  const before = (n: number) =>
    items[n]!.state === 'draft'
      ? items.find(({ state }) => state === 'published')
      : items.slice(n + 1).find(({ state }) => state !== 'draft');
  return (
    <details className="section stack" open={may('policy.publish')}>
      <summary>
        <b>{t.changing.versions}</b> <span className="muted">{items.length}</span>
      </summary>
      {list.data ? (
        <table className="table cards">
          <TableHead titles={[t.dispute.version, t.changing.state, t.changing.published, t.changing.why, '']} />
          <tbody>
            {items.map((each, n) => (
              <Version
                key={each.version}
                version={each}
                before={before(n)?.version}
                isShown={each.version === shown}
                compared={compared === each.version}
                compare={() => setCompared(compared === each.version ? null : each.version)}
              />
            ))}
          </tbody>
        </table>
      ) : list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Skeleton rows={3} />
      )}
      {may('policy.publish') && <NewDraft from={items.find(({ state }) => state === 'published')} />}
    </details>
  );
}

const TONES = { draft: 'warn', published: 'accent', retired: 'quiet' } as const;

function Version({
  version: { version, state, draftedAt, draftedBy, publishedAt, publishedBy, reason, document },
  before,
  isShown,
  compared,
  compare,
}: {
  version: Policy;
  before: string | undefined;
  isShown: boolean;
  compared: boolean;
  compare: () => void;
}) {
  const t = useWording();
  const may = useMay();
  const { name } = usePeople();
  const go = useNavigate();
  const queries = useQueryClient();
  const discard = async () => {
    await remove('/policies/{version}', { path: { version } });
    if (isShown) void go('/policy');
    await queries.invalidateQueries({ queryKey: ['policies'] });
  };
  return (
    <>
      <tr data-version={version}>
        <th scope="row">
          {isShown ? <b>{version}</b> : <Link to={`/policy?version=${version}`}>{version}</Link>}{' '}
          <span className="muted">{document.title}</span>
        </th>
        <td data-label={t.changing.state}>
          <Tag tone={TONES[state]}>{t.changing.states[state]}</Tag>
        </td>
        <td data-label={t.changing.published}>
          {publishedAt ? (
            <>
              <Moment at={publishedAt} /> {publishedBy ? name(publishedBy) : t.changing.shipped}
            </>
          ) : draftedAt ? (
            <>
              {t.changing.drafted} <Moment at={draftedAt} /> {draftedBy && name(draftedBy)}
            </>
          ) : (
            '–'
          )}
        </td>
        <td data-label={t.changing.why}>{reason ?? '–'}</td>
        <td>
          <span className="row wrap">
            {before && (
              <button type="button" className="link" aria-expanded={compared} onClick={compare}>
                {t.changing.compare}
              </button>
            )}
            {may('policy.publish') && <Link to={`/policy/${version}/simulate`}>{t.simulating.title}</Link>}
            {state === 'draft' && may('policy.publish') && (
              <>
                <Link to={`/policy/${version}/edit`}>{t.changing.edit}</Link>
                <Link to={`/policy/${version}/publish`}>{t.changing.toPreview}</Link>
                <Discard draft={version} discard={discard} />
              </>
            )}
          </span>
        </td>
      </tr>
      {compared && before && (
        <tr>
          <td colSpan={5}>
            <Differences from={before} to={version} />
          </td>
        </tr>
      )}
    </>
  );
}

function NewDraft({ from }: { from: Policy | undefined }) {
  const t = useWording();
  const go = useNavigate();
  const queries = useQueryClient();
  const form = usePolicyForm();
  const { send, busy, problem } = useChange();
  const draft = (base: Policy) =>
    send(
      post('/policies', { body: { document: withAbsent(base.document, form.data!.absent) as PolicyDocument } }).then(
        (made) => {
          void queries.invalidateQueries({ queryKey: ['policies'] });
          void go(`/policy/${made.version}/edit`);
        },
      ),
    );
  return (
    <div className="form-foot">
      <button
        type="button"
        className="button primary"
        disabled={busy || !from || !form.data}
        onClick={() => void draft(from!)}
      >
        {t.changing.draft}
      </button>
      {problem && <Refusal problem={problem} />}
    </div>
  );
}
