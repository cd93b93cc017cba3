import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { newKey, serverNow, type BodyOf } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { remember } from '../base/memory.js';
import type { Photo } from '../base/outbox.js';
import { useSay } from '../base/say.js';
import { useAfterCommand, useSend } from '../base/send.js';
import { useDepartments, useUser, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import type { DisputeView, Done, Verb } from '../contract.js';
import { draftOf, keepDraft } from '../parts/draft.js';
import { bodyOf, missing } from './body.js';
import type { Context, Form, Sheet, Subject } from './field.js';
import { firstOption, type Values } from './one-field.js';
import { record } from './forms/record.js';
import { visits } from './forms/visits.js';
import { VERB_FORMS } from './verbs.js';

/** The field that a refusal of the case itself is about. */
const REFUSED_AT: Partial<Record<string, string>> = {
  NOBODY_THERE: 'to',
  SAME_DEPARTMENT: 'to',
  SUSPENSION_TOO_LONG: 'until',
};

/** Of these verbs a sheet is enough. */
const DOORSTEP = { visit: visits.visit, note: record.note } satisfies Partial<Record<Verb, Form<Sheet>>>;
export type DoorstepVerb = keyof typeof DOORSTEP;

interface Handing {
  subject?: Subject;
  done: (done: Done) => void;
  refresh?: () => void;
  /** It waits for a network, and goes out by itself. */
  waits?: () => void;
}
export type Asked = Handing & ({ verb: Verb; view: DisputeView } | { verb: DoorstepVerb; view: Sheet });

// That no form gets less of a case than it asks for is seen to by `Asked`.
const FORMS = VERB_FORMS as Record<Verb, Form<never>> as Record<Verb, Form<Sheet>>;

function useContextOf({ view, subject }: Asked): Context<Sheet> {
  const { t, language } = usePreferences();
  const user = useUser();
  const zone = useZone();
  const departments = useDepartments();
  return useMemo(
    () => ({
      view,
      user,
      t,
      name: departments.name,
      moment: (at: string) => momentText(at, zone, language, view.now),
      ...(subject && { subject }),
    }),
    [view, user, t, departments, zone, language, subject],
  );
}

/** What was typed into a form, kept until it was handed in. */
function useValues(draftName: string, initial: () => Values) {
  const [{ kept, sendKey }, begin] = useState(() => draftOf<Values>(draftName));
  const [values, setValues] = useState<Values>(() => ({ ...initial(), ...kept }));
  return {
    values,
    restored: kept !== null,
    sendKey,
    change: (more: Values) => {
      const next = { ...values, ...more };
      setValues(next);
      keepDraft(draftName, next, sendKey);
    },
    discard: () => {
      remember(draftName, null);
      setValues(initial());
      begin({ kept: null, sendKey: newKey() });
    },
  };
}

/** What was found out or heard on a doorstep stays so, whatever others did to the case before it could be sent. */
const isFact = (verb: Verb) => verb in DOORSTEP;

/** A visit that has to wait for a network was made when it was handed in; a rehearsal has a time of its own. */
function madeNow({ now }: Pick<DisputeView, 'now'>): { visitedAt?: string } {
  const at = serverNow();
  return at !== null && now <= at ? { visitedAt: at } : {};
}

/** A verb's form without its looks: what it asks for, what was typed, what is wrong with it, and how it is handed in. */
export function useVerbForm(asked: Asked) {
  const { verb, view, subject, done, refresh, waits } = asked;
  const t = useWording();
  const say = useSay();
  const after = useAfterCommand();
  const { send, state, problem } = useSend();
  const context = useContextOf(asked);
  const fields = useMemo(() => FORMS[verb].fields.filter((each) => each.when?.(context) ?? true), [verb, context]);
  const draftName = `draft.${view.id}.${verb}${subject?.n ? `.${subject.n}` : ''}`;
  const { values, restored, sendKey, change, discard } = useValues(draftName, () =>
    Object.fromEntries(fields.map((field) => [field.name, field.initial?.(context) ?? firstOption(field, context)])),
  );
  const [tried, setTried] = useState(false);
  const [seen] = useState(view.seq);
  const gaps = missing(fields, values);

  const photo = values.photo as Photo | undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (gaps.length > 0 || state !== 'idle') return;
    const stale = problem?.code === 'STALE_VERSION';
    const body = { ...(verb === 'visit' && madeNow(view)), ...bodyOf(fields, values) };
    const answer = await send(`/disputes/{id}/${verb}`, {
      path: { id: view.id },
      body: body as BodyOf<'post', `/disputes/{id}/${Verb}`>,
      ifMatch: stale ? view.seq : seen,
      key: sendKey,
      says: `${t.verb[verb]} · ${view.number}`,
      draft: draftName,
      typed: values,
      fact: isFact(verb),
      ...(photo && { photo: { ...photo, ...(subject?.n && { n: subject.n }) } }),
    });
    if (!answer) return;
    remember(draftName, null);
    after(answer);
    say(t.form.done(`${t.verb[verb]} · ${view.number}`));
    done(answer);
  };
  useEffect(() => {
    if (state !== 'waiting' || !waits) return;
    // What is typed next is another deed.
    remember(draftName, null);
    waits();
  }, [state, waits, draftName]);
  // A refusal about what is on the screen: the newest state belongs beside it.
  useEffect(() => {
    if (problem && problem.status !== 400) refresh?.();
  }, [problem, refresh]);

  const wrong = (name: string): string | undefined => {
    const said = problem?.errors?.find(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));
    if (said) return said.detail;
    if (problem && REFUSED_AT[problem.code] === name) return problem.title;
    return tried && gaps.includes(name) ? t.form.required : undefined;
  };
  const unplaced = problem?.errors?.filter(
    ({ pointer }) => !fields.some(({ name }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`)),
  );
  return { t, context, fields, values, change, restored, discard, wrong, unplaced, photo, submit, state, problem };
}
