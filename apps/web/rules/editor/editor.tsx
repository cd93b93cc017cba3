import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { get, put, type ProblemBody } from '../../base/api.js';
import { usePreferences, useWording } from '../../base/language.js';
import { useDepartments, useMay } from '../../base/session.js';
import type { CheckedPolicy, Policy, PolicyFields } from '../../contract.js';
import { useDraft } from '../../parts/draft.js';
import { DraftLine } from '../../parts/draft-line.js';
import { Refusal } from '../../parts/refusal.js';
import { Empty, Failed, Skeleton } from '../../parts/states.js';
import { Tabs } from '../../parts/tabs.js';
import { useChange } from '../../parts/use-change.js';
import { FieldBlock } from './block.js';
import { idOf } from './cell.js';
import { withValue } from './document.js';
import { EditingProvider, useChecked } from './editing.js';
import { usePolicyForm } from './editor-form.js';
import { blocksOf, fieldAt, type Chapter } from './form.js';
import { placeSaid } from './said.js';

/** A draft of a policy, edited field by field. */
export default function Editor() {
  const t = useWording();
  const may = useMay();
  const { version = '' } = useParams();
  const policy = useQuery({
    queryKey: ['policy', version],
    queryFn: ({ signal }) => get('/policies/{version}', { path: { version }, signal }),
    // What is being typed is not taken from under the hand.
    staleTime: Infinity,
  });
  const form = usePolicyForm();
  const failed = policy.error ?? form.error;
  if (!may('policy.publish')) return <Empty title={t.state.noRight} hint={t.state.noRightHint} />;
  if (failed) return <Failed error={failed} retry={() => void (policy.error ? policy.refetch() : form.refetch())} />;
  if (!policy.data || !form.data) return <Skeleton rows={10} />;
  if (policy.data.state !== 'draft') return <Empty title={t.changing.noDraft} hint={t.changing.noDraftHint} />;
  return <Draft key={version} envelope={policy.data} form={form.data} />;
}

function Draft({ envelope, form }: { envelope: Policy; form: PolicyFields }) {
  const t = useWording();
  const queries = useQueryClient();
  const go = useNavigate();
  const [address, setAddress] = useSearchParams();
  const { version } = envelope;
  // What was typed was typed over one document: kept with it, so that what somebody else saved since is not lost.
  const typed = useDraft<{ document: unknown; madeOf: string | null }>(`policy.${version}`, {
    document: null,
    madeOf: null,
  });
  const document = typed.value.document ?? envelope.document;
  const checked = useChecked(document);
  const { send, busy, problem } = useChange();
  const chapters = form.chapters.map(({ name }) => name);
  const chapter = chapters.find((each) => each === address.get('part')) ?? 'about';
  const choose = (part: Chapter) => setAddress({ part }, { replace: true });
  const seek = useSought(chapter, form);
  const wrongIn = (part: Chapter) =>
    checked?.problems.filter(({ pointer }) => fieldAt(form, pointer)?.chapter === part).length ?? 0;
  const save = (madeOf: string) =>
    send(
      put('/policies/{version}', {
        path: { version },
        body: { document: document as Record<string, unknown>, madeOf },
      }).then((saved) => {
        queries.setQueryData(['policy', version], saved);
        void queries.invalidateQueries({ queryKey: ['policies'] });
        typed.clear();
      }),
    );
  const takeTheirs = () => {
    typed.clear();
    void queries.resetQueries({ queryKey: ['policy', version] });
  };
  const isTyped = typed.value.document !== null;
  // What is wrong with the document itself is said field by field.
  const refused = problem && problem.code !== 'BAD_REQUEST' ? problem : null;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.changing.edit}</h1>
        <p className="muted">
          {envelope.document.title} · {t.dispute.version} <code>{version}</code>
        </p>
        <Link className="button" to={`/policy?version=${version}`}>
          {t.changing.read}
        </Link>
      </header>
      <p className="muted">{t.changing.editHint}</p>
      {isTyped && <DraftLine discard={typed.clear} restored={typed.restored} />}
      {checked && <Problems checked={checked} form={form} choose={choose} seek={seek} />}
      <EditingProvider
        value={{
          form,
          document,
          checked,
          change: (pointer, value) =>
            typed.change({
              document: withValue(document, pointer, value),
              madeOf: typed.value.madeOf ?? envelope.hash,
            }),
        }}
      >
        <Tabs
          label={t.changing.parts}
          tabs={chapters}
          chosen={chapter}
          choose={choose}
          word={(part) => (
            <>
              {t.changing.chapter[part]}
              {wrongIn(part) > 0 && <b className="count">{wrongIn(part)}</b>}
            </>
          )}
        >
          <div className="stack">
            {blocksOf(form.chapters.find(({ name }) => name === chapter)!.fields).map((block) => (
              <FieldBlock key={block.field.path} block={block} />
            ))}
          </div>
        </Tabs>
      </EditingProvider>
      {refused && (
        <Refusal problem={refused}>
          {refused.code === 'DRAFT_CHANGED' && (
            <p className="form-foot">
              <Link className="button" to={`/policy?version=${version}`} target="_blank">
                {t.changing.readTheirs}
              </Link>
              <button type="button" className="button" disabled={busy} onClick={takeTheirs}>
                {t.changing.takeTheirs}
              </button>
              <button
                type="button"
                className="button"
                disabled={busy}
                onClick={() => void save((refused as ProblemBody & { hash: string }).hash)}
              >
                {t.changing.keepMine}
              </button>
            </p>
          )}
        </Refusal>
      )}
      <div className="rule-foot">
        <span className="grow" role="status">
          {refused
            ? refused.title
            : checked && checked.problems.length > 0
              ? t.changing.wrong(checked.problems.length)
              : isTyped
                ? t.changing.unsaved
                : t.changing.saved}
        </span>
        <button
          type="button"
          className="button primary"
          disabled={busy || !isTyped}
          onClick={() => void save(typed.value.madeOf ?? envelope.hash)}
        >
          {t.changing.save}
        </button>
        <button
          type="button"
          className="button"
          disabled={busy || isTyped}
          onClick={() => void go(`/policy/${version}/publish`)}
        >
          {t.changing.toPreview}
        </button>
      </div>
    </div>
  );
}

/**
 * Where somebody wants to go on: the field itself, or what it is in, as soon as the part that it stands in is there.
 *
 * @param chapter that is shown
 */
function useSought(chapter: Chapter, form: PolicyFields): (pointer: string) => void {
  const [sought, seek] = useState<string | null>(null);
  useEffect(() => {
    if (sought === null || (fieldAt(form, sought)?.chapter ?? chapter) !== chapter) return;
    seek(null);
    for (let at = sought; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const found = document.getElementById(idOf(at));
      if (!found) continue;
      found.focus();
      found.scrollIntoView({ block: 'center' });
      return;
    }
  }, [sought, chapter, form]);
  return seek;
}

/** All that is wrong, each the way to its field. */
function Problems({
  checked,
  form,
  choose,
  seek,
}: {
  checked: CheckedPolicy;
  form: PolicyFields;
  choose: (chapter: Chapter) => void;
  seek: (pointer: string) => void;
}) {
  const { t, language, listed } = usePreferences();
  const { name } = useDepartments();
  if (checked.problems.length === 0) return null;
  const show = (pointer: string) => {
    const chapter = fieldAt(form, pointer)?.chapter;
    if (chapter) choose(chapter);
    seek(pointer);
  };
  return (
    <section className="section rule-problems" role="alert">
      <h2>{t.changing.wrong(checked.problems.length)}</h2>
      <ul>
        {checked.problems.map(({ pointer, detail }, n) => (
          <li key={n} data-pointer={pointer}>
            <button type="button" className="link" onClick={() => show(pointer)}>
              {placeSaid(form, pointer, { t, language, listed, name })}
            </button>{' '}
            {detail}
          </li>
        ))}
      </ul>
    </section>
  );
}
