import { useQuery } from '@tanstack/react-query';
import { Fragment, type ComponentType } from 'react';
import { useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { Examples, Policy as PolicyView, PolicyDocument, PolicyFields } from '../contract.js';
import { Moment, Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import { Danger } from './danger.js';
import { withAbsent } from './editor/document.js';
import { usePolicyForm } from './editor/editor-form.js';
import type { Chapter } from './editor/form.js';
import { Limits, Statutory, Visits } from './limits.js';
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
  const form = usePolicyForm();
  const failed = policy.error ?? examples.error ?? form.error;
  const again = [policy, examples, form].find(({ error }) => error) ?? policy;
  if (failed) return <Failed error={failed} retry={() => void again.refetch()} />;
  if (!policy.data || !examples.data || !form.data) return <Skeleton rows={10} />;
  return <Document envelope={policy.data} examples={examples.data} form={form.data} />;
}

/** What has a table of its own. */
const TABLES: Partial<
  Record<Chapter, ComponentType<{ document: PolicyDocument; known: ReadonlyMap<string, Examples['items'][number]> }>>
> = { limits: Limits, ladders: Ladders, visits: Visits, danger: Danger, routing: Routing, time: Statutory };

function Document({ envelope, examples, form }: { envelope: PolicyView; examples: Examples; form: PolicyFields }) {
  const t = useWording();
  const { document, version, publishedAt, state } = envelope;
  const whole = withAbsent(document, form.absent) as PolicyDocument;
  const unsaid = JSON.stringify(whole) !== JSON.stringify(document);
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
      {unsaid && <p className="muted">{t.rules.unsaid}</p>}
      {form.chapters.map((chapter) => {
        const Own = TABLES[chapter.name];
        return (
          <Fragment key={chapter.name}>
            {Own && <Own document={whole} known={known} />}
            <Others chapter={chapter} form={form} document={whole} />
          </Fragment>
        );
      })}
    </div>
  );
}
