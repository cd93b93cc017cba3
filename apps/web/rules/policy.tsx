import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { Examples, Policy as PolicyView } from '../contract.js';
import { Moment, Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import { Danger } from './danger.js';
import { Bounds, Limits, Statutory, Visits } from './limits.js';
import { Ladders } from './ladders.js';
import { Others } from './other-rules.js';
import { MissingYear } from './missing-year.js';
import { Moves } from './moves.js';
import { Routing } from './routing.js';
import { Versions } from './versions.js';

/** The rules as people check them: every number with the date that it comes to if its stage began now. */
export default function Policy() {
  const [address] = useSearchParams();
  const chosen = address.get('version');
  const policy = useQuery({
    queryKey: ['policy', chosen],
    queryFn: ({ signal }) =>
      chosen ? get('/policies/{version}', { path: { version: chosen }, signal }) : get('/policies/current', { signal }),
  });
  const version = policy.data?.version;
  const examples = useQuery({
    // A draft may be another one by now.
    queryKey: ['policy', version, 'examples', policy.dataUpdatedAt],
    queryFn: ({ signal }) => get('/policies/{version}/examples', { path: { version: version! }, signal }),
    enabled: version !== undefined,
  });
  const failed = policy.error ?? examples.error;
  if (failed) return <Failed error={failed} retry={() => void policy.refetch()} />;
  if (!policy.data || !examples.data) return <Skeleton rows={10} />;
  return <Document envelope={policy.data} examples={examples.data} />;
}

function Document({ envelope, examples }: { envelope: PolicyView; examples: Examples }) {
  const t = useWording();
  const { document, version, publishedAt, state } = envelope;
  const known = new Map(examples.items.map((each) => [each.path, each]));
  return (
    <div className="page stack">
      <header className="page-head">
        <h1>{t.nav.policy}</h1>
        <p className="muted">
          {document.title} · {t.dispute.version} <code>{version}</code>
          {state !== 'published' && <Tag tone="warn">{t.changing.states[state]}</Tag>}
          {publishedAt && (
            <>
              {' '}
              · {t.rules.published} <Moment at={publishedAt} />
            </>
          )}
        </p>
      </header>
      <MissingYear />
      <Versions shown={version} />
      <Moves cause="policy" />
      <p>
        {t.rules.hint} <Moment at={examples.at} />
      </p>
      <Limits document={document} known={known} />
      <Visits document={document} known={known} />
      <Bounds document={document} />
      <Others document={document} />
      <Danger document={document} />
      <Ladders document={document} />
      <Statutory document={document} known={known} />
      <Routing document={document} />
    </div>
  );
}
