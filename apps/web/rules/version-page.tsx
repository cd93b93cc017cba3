import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useMay } from '../base/session.js';
import type { Policy } from '../contract.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';

/** What is done with one version of the rules, by whoever publishes them; with the ways to what else is done with it. */
export function VersionPage({
  here,
  children,
}: {
  here: 'publish' | 'simulate';
  children: (policy: Policy) => ReactNode;
}) {
  const t = useWording();
  const may = useMay();
  const { version = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['policy', version],
    queryFn: ({ signal }) => get('/policies/{version}', { path: { version }, signal }),
  });
  if (!may('policy.publish')) return <Empty title={t.state.noRight} hint={t.state.noRightHint} />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  const isDraft = data.state === 'draft';
  return (
    <div className="page stack">
      <header className="page-head">
        <h1>{here === 'publish' ? t.changing.toPreview : t.simulating.title}</h1>
        <p className="muted">
          {data.document.title} · {t.dispute.version} <code>{version}</code>
        </p>
        <Link className="button" to="/policy">
          {t.changing.versions}
        </Link>
        {isDraft && (
          <Link className="button" to={`/policy/${version}/edit`}>
            {t.changing.edit}
          </Link>
        )}
        {here === 'publish' ? (
          <Link className="button" to={`/policy/${version}/simulate`}>
            {t.simulating.title}
          </Link>
        ) : (
          isDraft && (
            <Link className="button" to={`/policy/${version}/publish`}>
              {t.changing.toPreview}
            </Link>
          )
        )}
      </header>
      {children(data)}
    </div>
  );
}
