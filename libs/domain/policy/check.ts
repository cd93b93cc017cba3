import { isKnownZone, isTimeOfDay } from '../time/time.js';
import { UNITS, roughMillis, type Limit } from '../time/limit.js';
import {
  CATEGORIES,
  COMPLEXITIES,
  DANGER_SIGNS,
  GRADES,
  KINDS,
  POSTS,
  ROLES,
  RUNG_ACTIONS,
  VISIT_MODES,
  type ObligationKind,
} from '../words.js';

export interface Problem {
  pointer: string;
  code: string;
  detail: string;
}

/** Stages that end by somebody's act: without a deadline a case would wait there for nobody (domain.md §5, 1). */
export const NEVER_SILENT: readonly ObligationKind[] = [
  'triage',
  'grade',
  'dispatch',
  'answer-transfer',
  'decide-return',
  'decide-extension',
  'review-suspension',
  'safety-check',
  'watch',
];

/** A rung further than this from its due moment is a slip of the pen (api.md, "Administration"). */
const FARTHEST_RUNG_DAYS = 400;

/**
 * Every reason why a policy document makes no sense, all at once; empty when it may be published.
 * Takes anything: the shape itself is checked too.
 */
export function checkPolicy(document: unknown, departments: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const add = (pointer: string, code: string, detail: string) => problems.push({ pointer, code, detail });
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const object = (value: unknown, pointer: string): Record<string, unknown> => {
    if (isObject(value)) return value;
    add(pointer, 'REQUIRED', 'must be an object');
    return {};
  };
  const list = (value: unknown, pointer: string): unknown[] => {
    if (Array.isArray(value)) return value as unknown[];
    add(pointer, 'REQUIRED', 'must be a list');
    return [];
  };
  const oneOf = (value: unknown, allowed: readonly string[], pointer: string) => {
    if (typeof value !== 'string' || !allowed.includes(value)) {
      add(pointer, 'UNKNOWN_WORD', `must be one of ${allowed.join(', ')}`);
    }
  };
  const count = (value: unknown, pointer: string, least: number) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least) {
      add(pointer, 'OUT_OF_RANGE', `must be a whole number of at least ${least}`);
    }
  };
  const limit = (value: unknown, pointer: string, nullable: boolean) => {
    if (value === null && nullable) return;
    if (!isObject(value)) return add(pointer, 'REQUIRED', 'must be a limit {amount, unit}');
    if (typeof value.amount !== 'number' || !Number.isInteger(value.amount) || value.amount <= 0) {
      add(`${pointer}/amount`, 'LIMIT_NOT_POSITIVE', 'a limit is a whole amount above zero; write null for none');
    }
    oneOf(value.unit, UNITS, `${pointer}/unit`);
  };
  const department = (value: unknown, pointer: string) => {
    if (typeof value !== 'string' || !departments.includes(value)) {
      add(pointer, 'UNKNOWN_DEPARTMENT', `there is no department ${JSON.stringify(value)}`);
    }
  };
  const byGrade = (value: unknown, pointer: string, check: (value: unknown, pointer: string) => void) => {
    const grades = object(value, pointer);
    for (const grade of GRADES) check(grades[grade], `${pointer}/${grade}`);
    for (const key of Object.keys(grades)) oneOf(key, GRADES, `${pointer}/${key}`);
  };

  const doc = object(document, '');
  if (!isObject(document)) return problems;
  for (const key of ['region', 'title']) {
    if (typeof doc[key] !== 'string' || doc[key] === '') add(`/${key}`, 'REQUIRED', 'must be a text');
  }

  const unlimited = Object.fromEntries(NEVER_SILENT.map((kind) => [kind, undefined]));
  for (const [kind, value] of Object.entries({ ...unlimited, ...object(doc.limits, '/limits') })) {
    oneOf(kind, [...KINDS, 'return-window'], `/limits/${kind}`);
    const mayWait = !(NEVER_SILENT as readonly string[]).includes(kind);
    byGrade(value, `/limits/${kind}`, (each, pointer) => limit(each, pointer, mayWait));
  }
  byGrade(doc.handle, '/handle', (value, pointer) => {
    const row = object(value, pointer);
    for (const complexity of COMPLEXITIES) limit(row[complexity], `${pointer}/${complexity}`, false);
  });

  for (const [kind, rungs] of Object.entries(object(doc.ladders, '/ladders'))) {
    oneOf(kind, [...KINDS, 'default'], `/ladders/${kind}`);
    list(rungs, `/ladders/${kind}`).forEach((value, index) => {
      const pointer = `/ladders/${kind}/${index}`;
      const rung = object(value, pointer);
      const at = object(rung.at, `${pointer}/at`);
      const forms = Object.keys(at);
      if (forms.length !== 1) add(`${pointer}/at`, 'ONE_MOMENT', 'name exactly one of percent, before, after, on');
      if ('percent' in at && (typeof at.percent !== 'number' || at.percent <= 0 || at.percent > 1000)) {
        add(`${pointer}/at/percent`, 'OUT_OF_RANGE', 'a percentage lies above 0 and at most at 1000');
      }
      for (const side of ['before', 'after'] as const) {
        if (!(side in at)) continue;
        const before = problems.length;
        limit(at[side], `${pointer}/at/${side}`, false);
        if (problems.length === before && roughMillis(at[side] as Limit) > FARTHEST_RUNG_DAYS * 24 * 3_600_000) {
          add(
            `${pointer}/at/${side}`,
            'RUNG_TOO_FAR',
            `a rung lies at most ${FARTHEST_RUNG_DAYS} days from its due moment`,
          );
        }
      }
      if ('on' in at) oneOf(at.on, ['eve', 'morning'], `${pointer}/at/on`);
      if (rung.when !== undefined) oneOf(rung.when, ['no-progress', 'second-lateness'], `${pointer}/when`);
      if (rung.grades !== undefined) {
        list(rung.grades, `${pointer}/grades`).forEach((g, i) => oneOf(g, GRADES, `${pointer}/grades/${i}`));
      }
      oneOf(rung.do, RUNG_ACTIONS, `${pointer}/do`);
      list(rung.to, `${pointer}/to`).forEach((post, i) => oneOf(post, POSTS, `${pointer}/to/${i}`));
    });
  }

  byGrade(doc.visits, '/visits', (value, pointer) => {
    const visits = list(value, pointer);
    if (visits.length === 0) add(pointer, 'VISITS_REQUIRED', 'every grade has at least one return visit');
    visits.forEach((each, index) => {
      const visit = object(each, `${pointer}/${index}`);
      limit(visit.after, `${pointer}/${index}/after`, false);
      oneOf(visit.mode, VISIT_MODES, `${pointer}/${index}/mode`);
      limit(visit.tolerance, `${pointer}/${index}/tolerance`, false);
    });
  });
  byGrade(doc.returns, '/returns', (value, pointer) => {
    const row = object(value, pointer);
    count(row.perDepartment, `${pointer}/perDepartment`, 0);
    count(row.perDispute, `${pointer}/perDispute`, 0);
  });
  byGrade(doc.extensions, '/extensions', (value, pointer) => {
    const row = object(value, pointer);
    limit(row.by, `${pointer}/by`, false);
    count(row.times, `${pointer}/times`, 0);
    oneOf(row.approver, POSTS, `${pointer}/approver`);
  });
  const stop = object(doc.mediationStop, '/mediationStop');
  limit(stop.limit, '/mediationStop/limit', false);
  if (typeof stop.withConsent !== 'boolean') add('/mediationStop/withConsent', 'REQUIRED', 'must be true or false');
  byGrade(doc.relapse, '/relapse', (value, pointer) => oneOf(value, GRADES, pointer));
  const repeat = object(doc.repeat, '/repeat');
  limit(repeat.within, '/repeat/within', false);
  oneOf(repeat.second, GRADES, '/repeat/second');
  oneOf(repeat.third, GRADES, '/repeat/third');
  count(object(doc.unreachable, '/unreachable').tries, '/unreachable/tries', 1);
  list(doc.mediators, '/mediators').forEach((id, i) => department(id, `/mediators/${i}`));
  list(object(doc.suspension, '/suspension').by, '/suspension/by').forEach((role, i) =>
    oneOf(role, ROLES, `/suspension/by/${i}`),
  );
  const leg = object(doc.leg, '/leg');
  if (typeof leg.restAtLeast !== 'number' || leg.restAtLeast < 0 || leg.restAtLeast > 1) {
    add('/leg/restAtLeast', 'OUT_OF_RANGE', 'a share of the limit between 0 and 1');
  }
  if (typeof leg.total !== 'number' || leg.total < 1 || leg.total > 10) {
    add('/leg/total', 'OUT_OF_RANGE', 'a multiple of the limit between 1 and 10');
  }
  limit(object(doc.reopen, '/reopen').within, '/reopen/within', false);
  list(doc.visitsAtLeast, '/visitsAtLeast').forEach((value, i) => {
    const row = object(value, `/visitsAtLeast/${i}`);
    if (row.category !== undefined) oneOf(row.category, CATEGORIES, `/visitsAtLeast/${i}/category`);
    if (row.dangerSign !== undefined) oneOf(row.dangerSign, DANGER_SIGNS, `/visitsAtLeast/${i}/dangerSign`);
    oneOf(row.as, GRADES, `/visitsAtLeast/${i}/as`);
  });
  limit(doc.reportedLate, '/reportedLate', false);
  list(doc.majorKinds, '/majorKinds').forEach((kind, i) => oneOf(kind, CATEGORIES, `/majorKinds/${i}`));
  list(doc.routing, '/routing').forEach((value, i) => {
    const row = object(value, `/routing/${i}`);
    oneOf(row.category, CATEGORIES, `/routing/${i}/category`);
    if (row.dangerSign !== undefined) oneOf(row.dangerSign, DANGER_SIGNS, `/routing/${i}/dangerSign`);
    department(row.to, `/routing/${i}/to`);
    if (row.assist !== undefined)
      list(row.assist, `/routing/${i}/assist`).forEach((id, j) => department(id, `/routing/${i}/assist/${j}`));
    if (typeof row.reason !== 'string' || row.reason === '') add(`/routing/${i}/reason`, 'REQUIRED', 'say why');
  });

  const working = object(doc.workingTime, '/workingTime');
  if (typeof working.zone !== 'string' || !isKnownZone(working.zone)) {
    add('/workingTime/zone', 'UNKNOWN_ZONE', 'must be Asia/Shanghai, Asia/Urumqi or UTC');
  }
  const sessions = list(working.hours, '/workingTime/hours');
  if (sessions.length === 0) add('/workingTime/hours', 'REQUIRED', 'a working day has at least one session');
  let previous = '';
  sessions.forEach((value, i) => {
    const [from, to] = list(value, `/workingTime/hours/${i}`);
    if (typeof from !== 'string' || typeof to !== 'string' || !isTimeOfDay(from) || !isTimeOfDay(to)) {
      return add(`/workingTime/hours/${i}`, 'TIME_OF_DAY', 'two times such as ["08:30", "12:00"]');
    }
    if (from >= to || from < previous) {
      add(`/workingTime/hours/${i}`, 'SESSION_ORDER', 'sessions lie in order and do not overlap');
    }
    previous = to;
  });
  for (const [track, steps] of Object.entries(object(doc.statutory, '/statutory'))) {
    list(steps, `/statutory/${track}`).forEach((value, i) => {
      const row = object(value, `/statutory/${track}/${i}`);
      if (typeof row.step !== 'string' || row.step === '')
        add(`/statutory/${track}/${i}/step`, 'REQUIRED', 'name the step');
      limit(row.limit, `/statutory/${track}/${i}/limit`, false);
      if (row.extension !== undefined) limit(row.extension, `/statutory/${track}/${i}/extension`, false);
    });
  }
  return problems;
}
