import type { Problem } from '../form/shapes.js';
import { isObject, own } from '../form/shapes.js';
import { roughDays, scale, type Limit } from '../time/limit.js';
import { COMPLEXITIES, GRADES, type Grade, type ObligationKind } from '../words.js';
import type { PolicyDocument, Rung } from './document.js';
import { POLICY_FORM } from './fields.js';
import { FARTHEST_RUNG_DAYS, workMinutesOf, type Region } from './shapes.js';

export type { Problem, Region };

/** A dispute carries its rules with it, through each of its workflow's runs. */
const MOST_CHARACTERS = 64 * 1024;
/** A limit with all that may be added to it: six years. */
const LONGEST_SUM_DAYS = 2200;

/**
 * Every reason why a policy document makes no sense, all at once; empty when it may be published. Takes anything: the
 * shape itself is checked too. For who publishes one: what was published and runs is read as it stands.
 *
 * What passes never makes a case throw anything but a refusal, whatever is done when (properties.spec.ts).
 *
 * @param region whom and where the document may name
 * @returns by place (a JSON Pointer) and code; what several members say together is asked only where each of them is
 *   sound
 */
export function checkPolicy(document: unknown, region: Region): Problem[] {
  const working = isObject(document) ? own(document, 'workingTime') : undefined;
  const workMinutes = workMinutesOf(isObject(working) ? own(working, 'hours') : undefined);
  const problems = POLICY_FORM.check(document, { ...region, workMinutes });
  const isSound = (member: string) =>
    !problems.some(({ pointer }) => pointer === '' || `${pointer}/`.startsWith(`/${member}/`));
  for (const { of, check } of RULES) {
    if (!of.every(isSound)) continue;
    check(document as PolicyDocument, workMinutes, (pointer, code, detail) => problems.push({ pointer, code, detail }));
  }
  if (problems.length === 0 && JSON.stringify(document).length > MOST_CHARACTERS) {
    problems.push({ pointer: '', code: 'TOO_LARGE', detail: `a policy has at most ${MOST_CHARACTERS} characters` });
  }
  return problems;
}

type Add = (pointer: string, code: string, detail: string) => void;

/** What no member can say alone. Each rule is asked where the members that it reads are sound. */
interface Rule {
  of: readonly (keyof PolicyDocument)[];
  check: (document: PolicyDocument, workMinutes: number, add: Add) => void;
}

const RULES: readonly Rule[] = [
  { of: ['ladders'], check: silenceHasAnOutcome },
  { of: ['ladders'], check: timesHaveADay },
  { of: ['ladders', 'limits', 'handle', 'visits', 'statutory'], check: rungsLieNear },
  { of: ['handle', 'leg'], check: legsEnd },
  { of: ['handle', 'limits', 'extensions'], check: extensionsEnd },
  { of: ['visits'], check: visitsFollow },
  { of: ['returns'], check: returnsAgree },
  { of: ['routing'], check: leadsDoNotAssist },
];

/** Nobody answers an offer: then it lapses and the desk dispatches again (domain.md §3, "Nobody answers"). */
function silenceHasAnOutcome({ ladders }: PolicyDocument, _workMinutes: number, add: Add): void {
  const ends = (rung: Rung, grade: Grade) =>
    rung.do === 'redispatch' &&
    rung.when === undefined &&
    (rung.grades?.includes(grade) ?? true) &&
    // One that lies before the due moment may lie before the offer, and then is no step of it.
    ('after' in rung.at || ('percent' in rung.at && rung.at.percent >= 100));
  const silent = GRADES.filter((grade) => !ladders['answer-transfer']?.some((rung) => ends(rung, grade)));
  if (silent.length > 0) {
    const detail = `an offer that nobody answers has no end in ${silent.join(', ')}: redispatch at 100 per cent or later`;
    add('/ladders/answer-transfer', 'OUTCOME_REQUIRED', detail);
  }
  for (const [kind, rungs] of Object.entries(ladders)) {
    rungs.forEach((rung, index) => {
      if (rung.do !== 'redispatch' || kind === 'answer-transfer') return;
      add(`/ladders/${kind}/${index}/do`, 'NOTHING_OFFERED', 'only what was offered is dispatched again');
    });
  }
}

/** A time of day is that of a rung on a day; of every other it says nothing. */
function timesHaveADay({ ladders }: PolicyDocument, _workMinutes: number, add: Add): void {
  for (const [kind, rungs] of Object.entries(ladders)) {
    rungs.forEach(({ at, time }, index) => {
      if (time !== undefined && !('on' in at))
        add(`/ladders/${kind}/${index}/time`, 'UNKNOWN_MEMBER', 'only a rung of a day has a time of day');
    });
  }
}

/** A percentage above 100 is so much of the limit behind its end. */
function rungsLieNear(document: PolicyDocument, workMinutes: number, add: Add): void {
  const { ladders } = document;
  for (const [kind, rungs] of Object.entries(ladders)) {
    const isUnder = (each: ObligationKind) => (kind === 'default' ? ladders[each] === undefined : each === kind);
    const limits = limitsOf(document).filter((each) => isUnder(each.kind));
    rungs.forEach(({ at, grades }, index) => {
      if (!('percent' in at) || at.percent <= 100) return;
      const isFar = limits
        .filter(({ grade }) => grade === undefined || (grades?.includes(grade) ?? true))
        .some(({ limit }) => roughDays(scale(limit, (at.percent - 100) / 100), workMinutes) > FARTHEST_RUNG_DAYS);
      if (!isFar) return;
      const detail = `a rung lies at most ${FARTHEST_RUNG_DAYS} days from its due moment`;
      add(`/ladders/${kind}/${index}/at/percent`, 'RUNG_TOO_FAR', detail);
    });
  }
}

/** Every limit of a policy under which something is owed, by the kind of it, and by its grade where it has one. */
function limitsOf(document: PolicyDocument): { kind: ObligationKind; grade?: Grade; limit: Limit }[] {
  const places = (path: string) => POLICY_FORM.places(document, path);
  const byKind = ['limits.{act}.{grade}', 'limits.{stage}.{grade}'].flatMap((path) =>
    places(path).map(({ keys, value }) => ({ kind: keys[0], grade: keys[1], limit: value })),
  );
  const of = (kind: ObligationKind, path: string) => places(path).map(({ value }) => ({ kind, limit: value }));
  return [
    ...byKind,
    ...of('handle', 'handle.{grade}.{complexity}'),
    ...of('return-visit', 'visits.{grade}[].after'),
    ...of('statutory-step', 'statutory.{track}[].limit'),
  ].filter(({ limit }) => limit !== null) as { kind: ObligationKind; grade?: Grade; limit: Limit }[];
}

function longest(document: PolicyDocument, grade: Grade, workMinutes: number): number {
  return Math.max(...COMPLEXITIES.map((each) => roughDays(document.handle[grade][each], workMinutes)));
}

function legsEnd(document: PolicyDocument, workMinutes: number, add: Add): void {
  const whole = Math.max(...GRADES.map((grade) => longest(document, grade, workMinutes)));
  if (whole * document.leg.total <= LONGEST_SUM_DAYS) return;
  add('/leg/total', 'SUM_TOO_LONG', `all legs together reach at most ${LONGEST_SUM_DAYS} days`);
}

function extensionsEnd(document: PolicyDocument, workMinutes: number, add: Add): void {
  for (const grade of GRADES) {
    const { by, times } = document.extensions[grade];
    const longestLimit = Math.max(
      longest(document, grade, workMinutes),
      ...(['plan', 'assist-report'] as const).map((kind) => {
        const limit = document.limits[kind]?.[grade];
        return limit ? roughDays(limit, workMinutes) : 0;
      }),
    );
    if (longestLimit + times * roughDays(by, workMinutes) <= LONGEST_SUM_DAYS) continue;
    const detail = `a limit and all its extensions reach at most ${LONGEST_SUM_DAYS} days`;
    add(`/extensions/${grade}/times`, 'SUM_TOO_LONG', detail);
  }
}

function visitsFollow({ visits }: PolicyDocument, workMinutes: number, add: Add): void {
  for (const grade of GRADES) {
    visits[grade].forEach(({ after }, index) => {
      const before = visits[grade][index - 1];
      if (!before || roughDays(before.after, workMinutes) < roughDays(after, workMinutes)) return;
      add(`/visits/${grade}/${index}/after`, 'VISIT_ORDER', 'each visit comes after the one before it');
    });
  }
}

function returnsAgree({ returns }: PolicyDocument, _workMinutes: number, add: Add): void {
  for (const grade of GRADES) {
    const { perDepartment, perDispute } = returns[grade];
    if (perDepartment <= perDispute && (perDepartment > 0 || perDispute === 0)) continue;
    const detail = 'a department returns at most as often as the case is returned, and neither or both may be 0';
    add(`/returns/${grade}/perDepartment`, 'RETURNS_DISAGREE', detail);
  }
}

function leadsDoNotAssist({ routing }: PolicyDocument, _workMinutes: number, add: Add): void {
  routing.forEach(({ to, assist = [] }, index) => {
    const at = assist.indexOf(to);
    if (at >= 0) add(`/routing/${index}/assist/${at}`, 'DUPLICATE', 'the lead does not assist itself');
  });
}
