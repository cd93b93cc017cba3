import { type FormEvent, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { Category, DangerSign, Feeder, Grade, PartyRole } from '#domain/words.js';
import { get, post, type ProblemBody } from '../base/api.js';
import { useWording } from '../base/language.js';
import { recall, remember } from '../base/memory.js';
import { useSay } from '../base/say.js';
import { useAfterCommand, useSend } from '../base/send.js';
import { useDepartments, useSession } from '../base/session.js';
import type { Done, Item } from '../contract.js';
import { ChecksField, ChoiceField, FlagField } from '../parts/fields/choice-fields.js';
import { LineField, TextField } from '../parts/fields/text-fields.js';
import { VillageField } from '../parts/fields/village-field.js';
import { DepartmentField } from '../parts/fields/who-fields.js';
import { GradeMark, Tag } from '../parts/marks.js';
import { usePaused } from '../parts/paused.js';
import { Refusal } from '../parts/refusal.js';
import { Failed, Skeleton } from '../parts/states.js';
import { goTo, TourOfRegistering, useTour } from '../tour/tour.js';

interface Draft {
  title: string;
  narrative: string;
  category: Category | '';
  grade: Grade | '';
  village: string;
  address: string;
  parties: { name: string; role: PartyRole; phone: string }[];
  channel: Feeder;
  reporter: string;
  dangerSigns: DangerSign[];
  rehearsal: boolean;
  to: string;
  reason: string;
}

const BLANK: Draft = {
  title: '',
  narrative: '',
  category: '',
  grade: 'blue',
  village: '',
  address: '',
  parties: [
    { name: '', role: 'applicant', phone: '' },
    { name: '', role: 'respondent', phone: '' },
  ],
  channel: 'walk-in',
  reporter: '',
  dangerSigns: [],
  rehearsal: false,
  to: '',
  reason: '',
};
/** Each report has a draft of its own, and so has the blank form. */
const draftOf = (item: Item | null) => (item ? `draft.register.${item.id}` : 'draft.register');
/** Registers and dispatches in one screen; who is proposed and why, and what is like it, stand beside. */
export default function RegisterPage() {
  const t = useWording();
  const [address] = useSearchParams();
  const itemId = address.get('item');
  const item = useQuery({
    queryKey: ['items', 'one', itemId],
    queryFn: () => get('/items/{id}', { path: { id: itemId! } }),
    enabled: itemId !== null,
  });
  if (itemId && item.isPending) return <Skeleton />;
  if (itemId && !item.data) return <Failed error={item.error} retry={() => void item.refetch()} />;
  return (
    <RegisterForm
      key={itemId}
      item={item.data ?? null}
      rehearsal={address.get('rehearsal') === 'true'}
      title={item.data ? t.desk.fromItem : t.desk.new}
    />
  );
}

function RegisterForm({ item, rehearsal, title }: { item: Item | null; rehearsal: boolean; title: string }) {
  const t = useWording();
  const { settings } = useSession();
  const { villages, name } = useDepartments();
  const navigate = useNavigate();
  const say = useSay();
  const after = useAfterCommand();
  const { send, state, problem } = useSend();
  const isTour = useTour() === 'register' && rehearsal;
  const draftName = draftOf(item);
  const [restored, setRestored] = useState(() => !isTour && recall(draftName) !== null);
  const start: Draft = {
    ...BLANK,
    rehearsal,
    ...(isTour && {
      ...t.tour.example,
      category: 'neighbours',
      village: villages[0]?.id ?? '',
      parties: t.tour.exampleParties.map((party, n) => ({
        name: party,
        role: n === 0 ? 'applicant' : 'respondent',
        phone: '',
      })),
    }),
    ...(item && {
      narrative: item.text ?? '',
      title: (item.text ?? '').slice(0, 40),
      village: item.village,
      address: item.place ?? '',
      channel: item.feeder,
    }),
  };
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = isTour ? null : recall(draftName);
    // Whoever came to rehearse must not enter a real case, whatever was begun before.
    return kept ? { ...start, ...(JSON.parse(kept) as Draft), ...(rehearsal && { rehearsal }) } : start;
  });
  const [chosenTo, setChosenTo] = useState(false);
  const [tried, setTried] = useState(false);
  const [half, setHalf] = useState<{ done: Done; problem: ProblemBody } | null>(null);
  const set = (more: Partial<Draft>) => {
    const next = { ...draft, ...more };
    setDraft(next);
    // The example of the tour is nobody's draft.
    if (!isTour) remember(draftName, JSON.stringify(next));
  };

  const { category, village, title: about, parties, dangerSigns } = draft;
  const asked = usePaused({
    category,
    village,
    title: about,
    names: parties.map((each) => each.name.trim()),
    dangerSigns,
  });
  const proposal = useQuery({
    queryKey: ['proposal', asked, draft.rehearsal],
    queryFn: ({ signal }) => {
      const { category, village, title, names, dangerSigns } = asked;
      if (category === '') throw new Error('nothing to propose for');
      const query = { category, village, title: title.trim(), name: names.filter(Boolean), dangerSign: dangerSigns };
      return get('/proposal', { query: { ...query, ...(draft.rehearsal && { rehearsal: 'true' }) }, signal });
    },
    enabled: asked.category !== '' && asked.village !== '',
    placeholderData: (before) => before,
  }).data;
  const suggestion = proposal?.suggestion ?? null;
  // Whoever chose a department themselves keeps it; else the proposal is taken, and shown with its reason.
  const to = chosenTo ? draft.to : (suggestion?.departmentId ?? '');
  const reason = draft.reason || suggestion?.reason || '';
  const dispatches = to !== '' && draft.grade !== '';

  const required = { title: draft.title, narrative: draft.narrative, category, village };
  const wrong = (field: string, pointer = field): string | undefined => {
    const said = problem?.errors?.find(
      (each) => each.pointer === `/${pointer}` || each.pointer.startsWith(`/${pointer}/`),
    );
    if (said) return said.detail;
    return tried && field in required && !required[field as keyof typeof required].trim() ? t.form.required : undefined;
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (state !== 'idle' || category === '' || Object.values(required).some((each) => !each.trim())) return;
    const body = {
      title: draft.title,
      narrative: draft.narrative,
      category,
      ...(draft.grade && { grade: draft.grade }),
      place: { village, ...(draft.address.trim() && { address: draft.address }) },
      parties: parties
        .filter((each) => each.name.trim())
        .map(({ phone, ...party }) => ({ ...party, ...(phone.trim() && { phone }) })),
      source: {
        channel: draft.channel,
        ...(draft.reporter.trim() && { reporter: draft.reporter }),
      },
      ...(dangerSigns.length > 0 && { dangerSigns }),
      ...(draft.rehearsal && { rehearsal: true }),
    };
    const kept = { says: `${t.desk.submitOnly} · ${draft.title}`, ...(!isTour && { draft: draftName }) };
    const done = item
      ? await send('/items/{id}/promote', { path: { id: item.id }, body, ...kept })
      : await send('/disputes', { body, ...kept });
    if (!done) return;
    if (!isTour) remember(draftName, null);
    after(done);
    const { id, number } = done.dispute;
    if (draft.rehearsal && isTour) goTo('travel');
    if (!dispatches) {
      say(t.desk.done(number));
      void navigate(`/disputes/${id}`);
      return;
    }
    try {
      after(
        await post('/disputes/{id}/transfer', {
          path: { id },
          body: { to, reason: reason || draft.title },
          key: `dispatch-${id}`,
        }),
      );
      say(t.desk.done(number));
      void navigate(`/disputes/${id}`);
    } catch (error) {
      const body = (error as { body?: ProblemBody }).body;
      setHalf({
        done,
        problem: body ?? { type: '', title: t.state.failed, detail: t.state.offline, status: 0, code: 'UNAVAILABLE' },
      });
    }
  };

  if (half) {
    return (
      <div className="page">
        <h1>{t.desk.halfDone(half.done.dispute.number)}</h1>
        <Refusal problem={half.problem} />
        <Link className="button primary" to={`/disputes/${half.done.dispute.id}`}>
          {t.inbox.open}
        </Link>
      </div>
    );
  }
  return (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
      </header>
      {draft.rehearsal && <TourOfRegistering />}
      {restored && (
        <p className="draft-line">
          {t.form.draft}{' '}
          <button
            type="button"
            className="link"
            onClick={() => {
              remember(draftName, null);
              setDraft(start);
              setRestored(false);
            }}
          >
            {t.form.discard}
          </button>
        </p>
      )}
      <form className="register" onSubmit={(event) => void submit(event)} noValidate>
        <div className="section">
          <LineField
            label={t.desk.titleField}
            value={draft.title}
            change={(words) => set({ title: words })}
            error={wrong('title')}
            placeholder={t.desk.titleHint}
          />
          <TextField
            label={t.desk.narrative}
            value={draft.narrative}
            change={(words) => set({ narrative: words })}
            error={wrong('narrative')}
            rows={4}
          />
          <div className="pair">
            <ChoiceField
              label={t.desk.category}
              value={category}
              change={(value) => set({ category: value as Category })}
              choices={Object.entries(t.category).map(([value, label]) => ({ value, label }))}
              error={wrong('category')}
            />
            {/* A list even where there are few: villages have long names. */}
            <VillageField
              label={t.desk.village}
              value={village}
              change={(value) => set({ village: value })}
              villages={villages.map((each) => ({ value: each.id, label: name(each.id) }))}
              error={wrong('village', 'place/village')}
            />
          </div>
          <LineField
            label={t.desk.address}
            optional
            value={draft.address}
            change={(words) => set({ address: words })}
          />
          <ChoiceField
            label={t.desk.grade}
            value={draft.grade}
            change={(grade) => set({ grade: grade as Grade })}
            choices={[
              ...(Object.keys(t.grade) as Grade[]).map((grade) => ({
                value: grade,
                label: <GradeMark grade={grade} />,
              })),
              { value: '', label: t.desk.gradeLater },
            ]}
            error={wrong('grade')}
          />
          <ChecksField
            label={t.desk.danger}
            optional
            value={dangerSigns}
            change={(value) => set({ dangerSigns: value as DangerSign[] })}
            choices={Object.entries(t.dangerSign).map(([value, label]) => ({ value, label }))}
          />
          <fieldset className="field">
            <legend>{t.desk.parties}</legend>
            {parties.map((party, n) => {
              const change = (more: Partial<typeof party>) =>
                set({ parties: parties.map((each, at) => (at === n ? { ...each, ...more } : each)) });
              return (
                <div key={n} className="party-row">
                  <input
                    aria-label={`${t.desk.partyName} ${n + 1}`}
                    placeholder={t.desk.partyName}
                    value={party.name}
                    onChange={(event) => change({ name: event.target.value })}
                  />
                  <select
                    aria-label={`${t.desk.partyRole} ${n + 1}`}
                    value={party.role}
                    onChange={(event) => change({ role: event.target.value as PartyRole })}
                  >
                    {Object.entries(t.partyRole).map(([value, label]) => (
                      <option key={value} value={value}>
                        {label}
                      </option>
                    ))}
                  </select>
                  <input
                    aria-label={`${t.desk.phone} ${n + 1}`}
                    placeholder={t.desk.phone}
                    type="tel"
                    value={party.phone}
                    onChange={(event) => change({ phone: event.target.value })}
                  />
                  <button
                    type="button"
                    className="button quiet"
                    onClick={() => set({ parties: parties.filter((_, at) => at !== n) })}
                  >
                    {t.form.remove}
                    <span className="visually-hidden"> {n + 1}</span>
                  </button>
                </div>
              );
            })}
            {wrong('parties') && <p className="field-error">{wrong('parties')}</p>}
            <button
              type="button"
              className="button"
              onClick={() => set({ parties: [...parties, { name: '', role: 'other', phone: '' }] })}
            >
              {t.desk.addParty}
            </button>
          </fieldset>
          <div className="pair">
            <ChoiceField
              label={t.desk.channel}
              value={draft.channel}
              change={(value) => set({ channel: value as Feeder })}
              choices={Object.entries(t.feeder).map(([value, label]) => ({ value, label }))}
            />
            <LineField
              label={t.desk.reporter}
              optional
              hint={t.desk.reporterHint}
              value={draft.reporter}
              change={(words) => set({ reporter: words })}
            />
          </div>
          {settings.rehearsals && !item && (
            <FlagField
              label={t.desk.rehearsal}
              hint={t.desk.rehearsalHint}
              value={draft.rehearsal}
              change={(value) => set({ rehearsal: value })}
            />
          )}
        </div>
        <div className="beside">
          <section className="section" aria-live="polite">
            <h2>{t.desk.proposed}</h2>
            {suggestion ? (
              <>
                <p className="proposal-name">{name(suggestion.departmentId)}</p>
                <p className="muted">
                  {t.desk.because}: {suggestion.reason}
                </p>
              </>
            ) : (
              <p className="muted">{t.desk.noProposal}</p>
            )}
          </section>
          <section className="section">
            <DepartmentField
              label={t.desk.dispatchTo}
              none={t.desk.dispatchNot}
              value={to}
              change={(value) => {
                setChosenTo(true);
                set({ to: value });
              }}
            />
            {dispatches && (
              <TextField
                label={t.desk.dispatchReason}
                hint={t.desk.dispatchReasonHint}
                value={reason}
                change={(words) => set({ reason: words })}
                rows={2}
              />
            )}
            {problem && (problem.status !== 400 || !problem.errors) && <Refusal problem={problem} />}
            {state === 'waiting' && <p className="unsent">{t.state.unsent}</p>}
            <button type="submit" className="button primary wide" disabled={state !== 'idle'}>
              {state !== 'idle' ? t.form.sending : dispatches ? t.desk.submit : t.desk.submitOnly}
            </button>
          </section>
          <section className="section" aria-live="polite">
            <h2>{t.desk.similar}</h2>
            {(proposal?.similar ?? []).length === 0 ? (
              <p className="muted">{t.desk.similarNone}</p>
            ) : (
              <ul>
                {proposal!.similar.map((each) => (
                  <li key={each.id}>
                    <Link to={`/disputes/${each.id}`} target="_blank">
                      {each.number}
                    </Link>{' '}
                    <Tag tone={each.why === 'same-party' ? 'warn' : 'quiet'}>
                      {each.why === 'same-party' ? t.desk.samePerson : t.desk.sameMatter}
                    </Tag>
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
      </form>
    </div>
  );
}
