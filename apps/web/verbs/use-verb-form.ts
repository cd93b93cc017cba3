import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { newKey, serverNow, type BodyOf, type ProblemBody } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { remember } from '../base/memory.js';
import { isNoNumber } from '../base/number.js';
import type { Photo } from '../base/outbox.js';
import { useSay } from '../base/say.js';
import { postponed, useAfterCommand, useSend } from '../base/send.js';
import { useDepartments, useUser, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import type { DisputeView, Done, Verb } from '../contract.js';
import { draftOf, keepDraft, useTyped } from '../parts/draft.js';
import { useHandedIn } from '../parts/said.js';
import { useStanding } from '../parts/use-standing.js';
import { bodyOf, dataOf, missing } from './body.js';
import type { Context, Field, Form, Sheet, Subject } from './field.js';
import { useForeseen, type ForeseenVerb } from './foreseen-clocks.js';
import { firstOption, type Values } from './one-field.js';
import { record } from './forms/record.js';
import { visits } from './forms/visits.js';
import { VERB_FORMS } from './verbs.js';

/** The field that a refusal of the case itself is about. */
const REFUSED_AT: Partial<Record<string, string>> = {
  NOBODY_THERE: 'to',
  SAME_DEPARTMENT: 'to',
  SUSPENSION_TOO_LONG: 'until',
  EXTENSION_EXHAUSTED: 'by',
  REASON_NOT_UPHELD: 'reasonCode',
  SAME_GRADE: 'grade',
  INVALID_ONLY_BLUE: 'outcome',
  LOWERING_NEEDS_SUPERVISOR: 'grade',
  PAIR_REQUIRED: 'with',
  SIDES_MISSING: 'parties',
  VISIT_IN_PERSON_REQUIRED: 'mode',
  OTHER_DEPARTMENT: 'userId',
  NO_SUCH_STEP: 'step',
};

/** Of what one of several decisions or terms says, or which of several moments, the refusal names. */
function refusedAt({ code, ...facts }: ProblemBody): string | undefined {
  if (code === 'NOBODY_THERE' && typeof facts.decision === 'number')
    return `decisions/${facts.decision - 1}/departmentId`;
  if (code !== 'MOMENT_OUT_OF_RANGE') return REFUSED_AT[code];
  if (typeof facts.term === 'number') return `agreement/terms/${facts.term - 1}/dueAt`;
  if (typeof facts.decision === 'number') return `decisions/${facts.decision - 1}/dueAt`;
  return ['visitedAt', 'until', 'dueAt', 'at'].find((name) => name in facts);
}

/** Whether a place is this one, or lies in it. */
const isIn = (pointer: string, place: string) => pointer === place || pointer.startsWith(`${place}/`);

/** Of these verbs a sheet is enough. */
const DOORSTEP = { visit: visits.visit, note: record.note } satisfies Partial<Record<Verb, Form<Sheet>>>;
export type DoorstepVerb = keyof typeof DOORSTEP;

interface Handing {
  subject?: Subject;
  done: (done: Done) => void;
  refresh?: () => void;
  /** It waits for a network, or until it cannot be taken back, and goes out by itself. */
  waits?: () => void;
  /** What is handed in may be taken back for a while. */
  postpones?: boolean;
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
  const typed = useTyped<Values>(() => ({ ...initial(), ...kept }));
  return {
    values: typed.value,
    restored: kept !== null,
    sendKey,
    change: (more: Values) => keepDraft(draftName, typed.change(more), sendKey),
    discard: () => {
      remember(draftName, null);
      typed.put(initial());
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

/** What would come of the form as it is filled in; of a decision that was not taken yet, what a yes would do. */
function useForeseenOf({ verb, view }: Asked, fields: Field<Sheet>[], values: Values, sent: boolean) {
  const t = useWording();
  const open = fields.find(({ kind, name, optional }) => kind === 'verdict' && !optional && !values[name]);
  const whole = open ? { ...values, [open.name]: 'true' } : values;
  const body = FORMS[verb].foresees ? dataOf(fields, whole) : null;
  const data = useForeseen(view.id, verb as ForeseenVerb, body, { seq: view.seq, sent });
  return data === null ? null : { data, title: open && t.form.foreseenIf(open.words!(t).true!) };
}

/** A verb's form without its looks: what it asks for, what was typed, what is wrong with it, and how it is handed in. */
export function useVerbForm(asked: Asked) {
  const { verb, view, subject, done, refresh, waits, postpones } = asked;
  const t = useWording();
  const say = useSay();
  const after = useAfterCommand();
  const { send, state, problem: last } = useSend();
  const context = useContextOf(asked);
  const draftName = `draft.${view.id}.${verb}${subject?.n ? `.${subject.n}` : ''}`;
  const { values, restored, sendKey, change, discard } = useValues(draftName, () =>
    Object.fromEntries(
      FORMS[verb].fields.map((field) => [field.name, field.initial?.(context) ?? firstOption(field, context)]),
    ),
  );
  const problem = useStanding(last, values);
  const shown = FORMS[verb].fields.filter(({ when }) => when?.(context, values) ?? true);
  const all = shown.map((each) => (each.neededWhen?.(values) ? { ...each, optional: false } : each));
  const foreseen = useForeseenOf(asked, all, values, state !== 'idle');
  // Where something hangs on it as the case is, the rules say so.
  const { needsReason = false } = foreseen?.data ?? {};
  const fields = needsReason ? all.map((each) => (each.name === 'reason' ? { ...each, optional: false } : each)) : all;
  const [tried, setTried] = useState(false);
  const [seen] = useState(view.seq);
  const gaps = missing(fields, values);
  const wrongNumbers = fields
    .filter(({ kind, name }) => kind === 'number' && isNoNumber((values[name] as string | undefined) ?? ''))
    .map(({ name }) => name);
  const handedIn = useHandedIn(values);

  const photo = values.photo as Photo | undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (gaps.length > 0 || wrongNumbers.length > 0 || state !== 'idle') return;
    handedIn.handIn();
    const stale = problem?.code === 'STALE_VERSION';
    const body = { ...(verb === 'visit' && madeNow(view)), ...bodyOf(fields, values) };
    const handed = {
      path: { id: view.id },
      body: body as BodyOf<'post', `/disputes/{id}/${Verb}`>,
      key: sendKey,
      says: `${t.verb[verb]} · ${view.number}`,
      draft: draftName,
      typed: values,
    };
    if (postpones) {
      // It holds whatever was noted meanwhile: what it is about the rules look at when it comes.
      await postponed(`/disputes/{id}/${verb}`, handed);
      remember(draftName, null);
      return waits?.();
    }
    const answer = await send(`/disputes/{id}/${verb}`, {
      ...handed,
      ifMatch: stale ? view.seq : seen,
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

  /** @param place a field, or what is in it: `agreement/terms/0/text` */
  const wrong = (place: string): string | undefined => {
    // Until something else stands there.
    const still = handedIn.isAsSent(place) ? problem : null;
    const said = still?.errors?.find(({ pointer }) => isIn(pointer, `/${place}`));
    if (said) return said.detail;
    if (still && isIn(refusedAt(still) ?? '', place)) return still.title;
    if (tried && wrongNumbers.includes(place)) return t.form.noNumber;
    return tried && gaps.some((gap) => isIn(gap, place)) ? t.form.required : undefined;
  };
  const unplaced = problem?.errors?.filter(({ pointer }) => !fields.some(({ name }) => isIn(pointer, `/${name}`)));
  const facts = FORMS[verb].about?.(context, values) ?? [];
  return {
    t,
    context,
    fields,
    facts,
    foreseen,
    values,
    change,
    restored,
    discard,
    wrong,
    unplaced,
    photo,
    submit,
    state,
    problem,
  };
}
