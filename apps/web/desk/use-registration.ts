import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { newKey } from '../base/api.js';
import { takeBack } from '../base/hand-in.js';
import { useWording } from '../base/language.js';
import { remember } from '../base/memory.js';
import { isNoNumber } from '../base/number.js';
import { useSay } from '../base/say.js';
import { useAfterCommand, useSend } from '../base/send.js';
import { useDepartments } from '../base/session.js';
import type { Done, Item } from '../contract.js';
import { draftOf, keepDraft, useTyped } from '../parts/draft.js';
import { isNameless } from '../parts/party.js';
import { useHandedIn } from '../parts/said.js';
import { goTo, useTour } from '../tour/tour.js';
import { registration, restoredDraft, startOf, type Draft } from './draft.js';
import { useProposal } from './use-proposal.js';

/** What was typed, kept until it was handed in; the example of the tour is nobody's draft. */
function useDraftOf(name: string, item: Item | null, rehearsal: boolean, isTour: boolean) {
  const t = useWording();
  const { villages } = useDepartments();
  const start = startOf({ item, rehearsal, tour: isTour ? { t, village: villages[0]?.id ?? '' } : null });
  const [{ kept, sendKey }, begin] = useState(() =>
    isTour ? { kept: null, sendKey: newKey() } : draftOf<Draft>(name),
  );
  const typed = useTyped<Draft>(() =>
    // Whoever came to rehearse must not enter a real case, whatever was begun before.
    kept ? { ...restoredDraft(kept, start), ...(rehearsal && { rehearsal }) } : start,
  );
  const set = (more: Partial<Draft>) => {
    const next = typed.change(more);
    if (!isTour) keepDraft(name, next, sendKey);
  };

  const discard = () => {
    for (const file of typed.value.files) void takeBack(file);
    remember(name, null);
    typed.put(start);
    begin({ kept: null, sendKey: newKey() });
  };
  return { draft: typed.value, sendKey, set, restored: kept !== null, discard };
}

/** Registering without its looks: what was typed, who is proposed, what is wrong, and the two commands it sends. */
export function useRegistration(name: string, item: Item | null, rehearsal: boolean) {
  const t = useWording();
  const navigate = useNavigate();
  const say = useSay();
  const after = useAfterCommand();
  const { send, proceed, state, problem } = useSend();
  const isTour = useTour() === 'register' && rehearsal;
  const { draft, sendKey, set, restored, discard } = useDraftOf(name, item, rehearsal, isTour);
  const handed = useHandedIn(draft);
  const [chosenTo, setChosenTo] = useState(false);
  const [tried, setTried] = useState(false);
  const [registered, setRegistered] = useState<Done | null>(null);
  const proposal = useProposal(draft);
  const suggestion = proposal?.suggestion ?? null;
  // Whoever chose a department themselves keeps it; else the proposal is taken, and shown with its reason.
  const to = chosenTo ? draft.to : (suggestion?.departmentId ?? '');
  const reason = draft.reason || suggestion?.reason || '';
  const { category, village } = draft;
  const dispatches = to !== '' && draft.grade !== '';

  const gaps = [
    ...Object.entries({ title: draft.title, narrative: draft.narrative, category, village })
      .filter(([, value]) => !value.trim())
      .map(([field]) => field),
    ...(['people', 'amount'] as const).filter((field) => isNoNumber(draft[field])),
    // Nobody who was pasted is left out without a word.
    ...(draft.table.trim() ? ['table'] : []),
    ...draft.parties.flatMap((each, n) => (isNameless(each) ? [`parties/${n}/name`] : [])),
  ];
  const wrong = (field: string, pointer = field): string | undefined => {
    const said = (handed.isAsSent(field) ? problem?.errors : undefined)?.find(
      (each) => each.pointer === `/${pointer}` || each.pointer.startsWith(`/${pointer}/`),
    );
    const missing =
      { table: t.desk.pasteLeft, people: t.form.noNumber, amount: t.form.noNumber }[field] ?? t.form.required;
    return said?.detail ?? (tried && gaps.includes(field) ? missing : undefined);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (state !== 'idle' || category === '' || gaps.length > 0) return;
    handed.handIn();
    const body = registration(draft, category);
    const follows = dispatches && {
      follows: { verb: 'transfer' as const, body: { to, reason: reason || draft.title }, says: t.verb.transfer },
    };
    const says = `${dispatches ? t.desk.submit : t.desk.submitOnly} · ${draft.title}`;
    const kept = {
      says,
      files: draft.files,
      ...(!isTour && { draft: name, key: sendKey, typed: draft }),
      ...follows,
    };
    const done = item
      ? await send('/items/{id}/promote', { path: { id: item.id }, body, ...kept })
      : await send('/disputes', { body, ...kept });
    if (!done) return;
    if (!isTour) remember(name, null);
    after(done);
    const { id, number } = done.dispute;
    if (draft.rehearsal && isTour) goTo('travel');
    if (follows) {
      const dispatched = await proceed();
      if (!dispatched) {
        // What was to be done with it is there in the form of the case.
        keepDraft(`draft.${id}.transfer`, follows.follows.body, newKey());
        setRegistered(done);
        return;
      }
      after(dispatched);
    }
    say(t.desk.done(number));
    void navigate(`/disputes/${id}`);
  };
  const dispatchTo = (value: string) => {
    setChosenTo(true);
    set({ to: value });
  };
  return {
    draft,
    set,
    restored,
    discard,
    proposal,
    to,
    reason,
    dispatchTo,
    dispatches,
    wrong,
    submit,
    state,
    problem,
    half: registered && problem && { done: registered, problem },
  };
}

export type Registration = ReturnType<typeof useRegistration>;
