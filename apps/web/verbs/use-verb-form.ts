import { type FormEvent, useEffect, useMemo, useState } from 'react';
import type { BodyOf } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { recall, remember } from '../base/memory.js';
import { useSay } from '../base/say.js';
import { useAfterCommand, useSend } from '../base/send.js';
import { useDepartments, useUser, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import type { DisputeView, Done, Verb } from '../contract.js';
import { bodyOf, missing } from './body.js';
import type { Context, Subject } from './field.js';
import { firstOption, type Values } from './one-field.js';
import { VERB_FORMS } from './verbs.js';

/** The field that a refusal of the case itself is about. */
const REFUSED_AT: Partial<Record<string, string>> = {
  NOBODY_THERE: 'to',
  SAME_DEPARTMENT: 'to',
  SUSPENSION_TOO_LONG: 'until',
};

/** A picture of the doorstep, handed in with the visit; `attachedAt` once the case has it. */
interface Photo {
  fileId: string;
  name: string;
  attachedAt?: number;
}

export interface Asked {
  verb: Verb;
  view: DisputeView;
  subject?: Subject;
  done: (done: Done) => void;
  refresh?: () => void;
}

function useContextOf({ view, subject }: Asked): Context {
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
  const [restored, setRestored] = useState(() => recall(draftName) !== null);
  const [values, setValues] = useState<Values>(() => {
    const draft = recall(draftName);
    return draft ? { ...initial(), ...(JSON.parse(draft) as Values) } : initial();
  });
  return {
    values,
    restored,
    change: (more: Values) => {
      const next = { ...values, ...more };
      setValues(next);
      remember(draftName, JSON.stringify(next));
    },
    discard: () => {
      remember(draftName, null);
      setValues(initial());
      setRestored(false);
    },
  };
}

/** A verb's form without its looks: what it asks for, what was typed, what is wrong with it, and how it is handed in. */
export function useVerbForm(asked: Asked) {
  const { verb, view, subject, done, refresh } = asked;
  const t = useWording();
  const say = useSay();
  const after = useAfterCommand();
  const { send, state, problem } = useSend();
  const context = useContextOf(asked);
  const fields = useMemo(() => VERB_FORMS[verb].fields.filter((each) => each.when?.(context) ?? true), [verb, context]);
  const draftName = `draft.${view.id}.${verb}${subject?.n ? `.${subject.n}` : ''}`;
  const { values, restored, change, discard } = useValues(draftName, () =>
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
    const path = { id: view.id };
    let ifMatch = stale ? view.seq : seen;
    // First the photo: after the last visit the case may be closed, and its visitor sees it no more.
    if (photo && !photo.attachedAt) {
      const { fileId, name } = photo;
      const body = { fileId, name, ...(subject?.n && { n: subject.n }) };
      const attached = await send('/disputes/{id}/attach', { path, body, ifMatch });
      if (!attached) return;
      ifMatch = attached.seq;
      change({ photo: { ...photo, attachedAt: attached.seq } });
      after(attached);
    } else if (photo?.attachedAt) ifMatch = Math.max(ifMatch, photo.attachedAt);
    const answer = await send(`/disputes/{id}/${verb}`, {
      path,
      body: bodyOf(fields, values) as BodyOf<'post', `/disputes/{id}/${Verb}`>,
      ifMatch,
      says: `${t.verb[verb]} · ${view.number}`,
      draft: draftName,
    });
    if (!answer) return;
    remember(draftName, null);
    after(answer);
    say(t.form.done(`${t.verb[verb]} · ${view.number}`));
    done(answer);
  };
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
