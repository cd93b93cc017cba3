import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { Examples, Policy as PolicyView } from '../contract.js';
import { Moment } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import { Bounds, Limits, Statutory, Visits } from './limits.js';
import { Ladders } from './ladders.js';
import { Others } from './other-rules.js';
import { Routing } from './routing.js';

/** The rules as people check them: every number with the date that it comes to if its stage began now. */
export default function Policy() {
  const policy = useQuery({
    queryKey: ['policy'],
    queryFn: ({ signal }) => get('/policies/current', { signal }),
  });
  const version = policy.data?.version;
  const examples = useQuery({
    queryKey: ['policy', version, 'examples'],
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
  const { document, version, publishedAt } = envelope;
  const known = new Map(examples.items.map((each) => [each.path, each]));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.nav.policy}</h1>
        <p className="muted">
          {document.title} · {t.dispute.version} <code>{version}</code>
          {publishedAt && (
            <>
              {' '}
              · {t.rules.published} <Moment at={publishedAt} />
            </>
          )}
        </p>
      </header>
      <p>
        {t.rules.hint} <Moment at={examples.at} />
      </p>
      <Limits document={document} known={known} />
      <Visits document={document} known={known} />
      <Bounds document={document} />
      <Others document={document} />
      <Ladders document={document} />
      <Statutory document={document} known={known} />
      <Routing document={document} />
    </div>
  );
}
