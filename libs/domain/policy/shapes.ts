import { isObject, isWhole, text, word, type Shape, type Spot } from '../form/shapes.js';
import { roughDays, UNITS, type Limit, type Unit } from '../time/limit.js';
import { isTimeOfDay, ZONES, type TimeOfDay } from '../time/time.js';

/** The shapes that only rules have: limits, departments, villages, working sessions. */

/** What the check of a policy must know of its region. */
export interface Region {
  departments: readonly string[];
  /** The departments that are places where disputes are. */
  villages: readonly string[];
}

/** …and of the document as a whole. */
export interface Known extends Region {
  /** Of a working day, for limits in working hours. */
  workMinutes: number;
}

/** Three years: no stage of a quarrel lasts longer, and a slip of the pen does. */
const LONGEST_DAYS = 1100;
/** A rung further than this from its due moment is a slip of the pen (api.md, "Administration"). */
export const FARTHEST_RUNG_DAYS = 400;

interface LimitRules {
  nullable?: boolean;
  units?: readonly Unit[];
  /** It stands on a ladder, and so near its due moment. */
  rung?: boolean;
  /** Where less is meant than the longest stage of a quarrel. */
  mostDays?: number;
}

export function limit({
  nullable = false,
  units = UNITS,
  rung = false,
  mostDays = rung ? FARTHEST_RUNG_DAYS : LONGEST_DAYS,
}: LimitRules = {}): Shape<Known> {
  const unit = word(units);
  const schema = {
    type: 'object',
    format: 'limit',
    // No keyword of JSON Schema: how far it reaches, for who writes one.
    mostDays,
    properties: { amount: { type: 'integer', minimum: 1 }, unit: unit.schema },
    required: ['amount', 'unit'],
    additionalProperties: false,
  };
  return {
    says: `limit${units === UNITS ? '' : ` in ${units.join(', ')}`}${mostDays === LONGEST_DAYS ? '' : ` of at most ${mostDays} days`}${nullable ? ' | null' : ''}`,
    schema: nullable ? { anyOf: [schema, { type: 'null' }] } : schema,
    check(value, spot) {
      if (value === null && nullable) return;
      if (!isObject(value)) return spot.say('REQUIRED', 'must be a limit {amount, unit}');
      const before = spot.problems.length;
      if (!isWhole(value.amount) || value.amount <= 0) {
        const none = nullable ? '; write null for none' : '';
        spot.at('amount').say('LIMIT_NOT_POSITIVE', `a limit is a whole amount above zero${none}`);
      }
      unit.check(value.unit, spot.at('unit'));
      for (const key of Object.keys(value)) {
        if (key !== 'amount' && key !== 'unit') spot.at(key).say('UNKNOWN_MEMBER', 'nobody reads it');
      }
      if (spot.problems.length > before) return;
      const days = roughDays(value as unknown as Limit, spot.context.workMinutes);
      if (days <= mostDays) return;
      if (rung) spot.say('RUNG_TOO_FAR', `a rung lies at most ${mostDays} days from its due moment`);
      else spot.at('amount').say('LIMIT_TOO_LONG', `a limit reaches at most ${mostDays} days`);
    },
  };
}

/** Minutes of a share of a limit, in per cent. */
export const percent: Shape = {
  says: 'above 0, at most 1000',
  schema: { type: 'number', exclusiveMinimum: 0, maximum: 1000 },
  check(value, spot) {
    if (typeof value === 'number' && value > 0 && value <= 1000) return;
    spot.say('OUT_OF_RANGE', 'a percentage lies above 0 and at most at 1000');
  },
};

/** Of a rung: percent, before, after, on. */
export const oneMoment: Shape = {
  says: 'exactly one of its members',
  schema: { minProperties: 1, maxProperties: 1 },
  check(value, spot) {
    const forms = Object.keys(value as object).filter((key) => ['percent', 'before', 'after', 'on'].includes(key));
    if (forms.length !== 1) spot.say('ONE_MOMENT', 'name exactly one of percent, before, after, on');
  },
};

export const department: Shape<Known> = {
  says: 'department',
  schema: { type: 'string', format: 'department' },
  check(value, spot) {
    if (typeof value === 'string' && spot.context.departments.includes(value)) return;
    spot.say('UNKNOWN_DEPARTMENT', `there is no department ${named(value)}`);
  },
};

export const village: Shape<Known> = {
  says: 'village',
  schema: { type: 'string', format: 'village' },
  check(value, spot) {
    if (typeof value === 'string' && spot.context.villages.includes(value)) return;
    spot.say('UNKNOWN_VILLAGE', `there is no village ${named(value)}`);
  },
};

/** As somebody wrote it, and no novel. */
function named(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 100);
}

const stepText = text(64, 'name the step');
/** A step of a statutory track: one that the law names, or another by its own name. */
export const step: Shape = { ...stepText, schema: { ...stepText.schema, format: 'step' } };

export const timeOfDay: Shape = {
  says: 'time of day, such as 17:30',
  schema: { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' },
  check(value, spot) {
    if (typeof value === 'string' && isTimeOfDay(value)) return;
    spot.say('TIME_OF_DAY', 'must be a time of day such as 17:30');
  },
};

const MOST_OF_PHRASE = 40;
const isPhrase = (text: string) => /^(…?[^…]+|[^…]+…)$/u.test(text) && /[\p{L}\p{N}]/u.test(text);

/** Words that stand in a text, and on which side of others: `拿…` before them, `…树` behind. */
export const phrase: Shape = {
  says: `words of 1 … ${MOST_OF_PHRASE} characters; 拿… before, …树 behind what it belongs to`,
  schema: { type: 'string', format: 'phrase', minLength: 1, maxLength: MOST_OF_PHRASE },
  check(value, spot) {
    const before = spot.problems.length;
    text(MOST_OF_PHRASE).check(value, spot);
    if (spot.problems.length > before || isPhrase(value as string)) return;
    spot.say('NOT_A_PHRASE', 'words, with an ellipsis at most at one end: on the side of what they belong to');
  },
};

export const zone: Shape = {
  says: ZONES.join(' | '),
  schema: { enum: ZONES },
  check(value, spot) {
    if (typeof value === 'string' && ZONES.includes(value)) return;
    spot.say('UNKNOWN_ZONE', 'must be Asia/Shanghai, Asia/Urumqi or UTC');
  },
};

const MOST_SESSIONS = 6;
/** Half an hour: with less, a limit of some working hours lasts for years. */
const LEAST_WORK_MINUTES = 30;
const minutesOf = (time: TimeOfDay) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Sessions of a working day, in order, within one day. */
export const sessions: Shape = {
  says: `list of 1 … ${MOST_SESSIONS}: [from, to], in order, within one day`,
  schema: {
    type: 'array',
    format: 'sessions',
    minItems: 1,
    maxItems: MOST_SESSIONS,
    items: {
      type: 'array',
      prefixItems: [
        { type: 'string', pattern: '^\\d\\d:\\d\\d$' },
        { type: 'string', pattern: '^\\d\\d:\\d\\d$' },
      ],
      items: false,
      minItems: 2,
    },
  },
  check(value, spot) {
    if (!Array.isArray(value)) return spot.say('REQUIRED', 'must be a list');
    if (value.length === 0) return spot.say('REQUIRED', 'a working day has at least one session');
    if (value.length > MOST_SESSIONS) return spot.say('TOO_MANY', `at most ${MOST_SESSIONS}`);
    const before = spot.problems.length;
    let previous = '';
    value.forEach((session: unknown, index) => {
      previous = checkSession(session, previous, spot.at(index));
    });
    if (spot.problems.length === before && workMinutesOf(value) < LEAST_WORK_MINUTES) {
      spot.say('WORKING_DAY_TOO_SHORT', `a working day has at least ${LEAST_WORK_MINUTES} minutes`);
    }
  },
};

/** @returns when it ends, which the next one must not come before */
function checkSession(session: unknown, previous: string, spot: Spot<unknown>): string {
  if (!Array.isArray(session)) spot.say('REQUIRED', 'must be a list');
  const times: unknown[] = Array.isArray(session) ? session : [];
  const [from, to] = times;
  if (times.length !== 2 || typeof from !== 'string' || typeof to !== 'string' || ![from, to].every(isTimeOfDay)) {
    spot.say('TIME_OF_DAY', 'two times such as ["08:30", "12:00"]');
    return previous;
  }
  if (from >= to || from < previous) spot.say('SESSION_ORDER', 'sessions lie in order and do not overlap');
  return to;
}

/** Of a working day; of sessions that make no sense as many as are usual. */
export function workMinutesOf(hours: unknown): number {
  const usual = 7 * 60;
  if (!Array.isArray(hours)) return usual;
  const minutes = (hours as unknown[]).map((session) => {
    const [from, to] = Array.isArray(session) ? (session as unknown[]) : [];
    const isSession = typeof from === 'string' && typeof to === 'string' && isTimeOfDay(from) && isTimeOfDay(to);
    return isSession ? minutesOf(to) - minutesOf(from) : NaN;
  });
  const sum = minutes.reduce((all, each) => all + each, 0);
  return sum > 0 ? sum : usual;
}
