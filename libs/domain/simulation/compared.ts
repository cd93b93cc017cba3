import type { CivilDate } from '../time/time.js';
import type { Counted, Counts, Measure, Measures } from './counted.js';

/** How many of something there are under the rules in force, and how many there would be. */
export interface Beside {
  before: number;
  after: number;
}
export interface Compared extends Beside {
  of: string;
}

export interface PersonTold {
  userId: string;
  /** Notices in all, and on the day with the most. */
  notices: Beside;
  mostADay: Beside;
}

export interface WeekOfDepartment {
  departmentId: string;
  /** Its Monday. */
  week: CivilDate;
  /** What has to be done in it. */
  due: Beside;
  late: Beside;
}

/** Two sets of rules over the same months, side by side. */
export interface Comparison {
  cases: number;
  late: Beside & { byKind: Compared[]; byDepartment: Compared[] };
  notices: Beside & { people: PersonTold[]; byDay: Compared[] };
  visits: Beside & { byDay: Compared[]; byMode: Compared[] };
  load: WeekOfDepartment[];
  /** What only one of them asks for, by kind: the record knows nothing of it, and it is taken to be done on its day. */
  assumed: Compared[];
}

interface Row {
  of: Measure;
  by: string[];
  before: number;
  after: number;
}

export function compared(before: Counts, after: Counts): Comparison {
  const rows = [...told(before.all, 'before'), ...told(after.all, 'after')];
  const of = (measure: Measure) => rows.filter((row) => row.of === measure);
  const late = of('late');
  const notices = of('notices');
  const visits = of('visits');
  return {
    cases: total(of('cases')).after,
    late: {
      ...total(late),
      byKind: by<'late'>(late, ([kind]) => kind),
      byDepartment: by<'late'>(late, ([, id]) => id),
    },
    notices: { ...total(notices), people: people(notices), byDay: inOrder(by<'notices'>(notices, ([, day]) => day)) },
    visits: {
      ...total(visits),
      byDay: inOrder(by<'visits'>(visits, ([day]) => day)),
      byMode: by<'visits'>(visits, ([, mode]) => mode),
    },
    load: load(of('due'), late),
    assumed: by<'assumed'>(of('assumed'), ([kind]) => kind),
  };
}

function told(counted: readonly Counted[], side: keyof Beside): Row[] {
  return counted.map(([of, key, count]) => ({ of, by: key, before: 0, after: 0, [side]: count }));
}

function total(rows: readonly Row[]): Beside {
  return rows.reduce<Beside>((sum, row) => ({ before: sum.before + row.before, after: sum.after + row.after }), {
    before: 0,
    after: 0,
  });
}

function grouped<M extends Measure>(rows: readonly Row[], of: (by: Measures[M]) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = of(row.by as Measures[M]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** The most first. */
function by<M extends Measure>(rows: readonly Row[], of: (by: Measures[M]) => string): Compared[] {
  return [...grouped<M>(rows, of)]
    .map(([key, group]) => ({ of: key, ...total(group) }))
    .sort((a, b) => b.before + b.after - a.before - a.after || (a.of < b.of ? -1 : 1));
}

const inOrder = (rows: Compared[]): Compared[] => rows.sort((a, b) => (a.of < b.of ? -1 : 1));

function people(notices: readonly Row[]): PersonTold[] {
  return [...grouped<'notices'>(notices, ([userId]) => userId)]
    .map(([userId, rows]) => ({
      userId,
      notices: total(rows),
      mostADay: {
        before: Math.max(...rows.map((row) => row.before)),
        after: Math.max(...by<'notices'>(rows, ([, day]) => day).map((day) => day.after)),
      },
    }))
    .sort((a, b) => b.notices.after - a.notices.after || (a.userId < b.userId ? -1 : 1));
}

function load(due: readonly Row[], late: readonly Row[]): WeekOfDepartment[] {
  const place = (departmentId: string, week: string) => JSON.stringify([week, departmentId]);
  const dues = grouped<'due'>(due, (key) => place(...key));
  const lates = grouped<'late'>(late, ([, departmentId, week]) => place(departmentId, week));
  return [...new Set([...dues.keys(), ...lates.keys()])].sort().map((key) => {
    const [week, departmentId] = JSON.parse(key) as [string, string];
    return { departmentId, week, due: total(dues.get(key) ?? []), late: total(lates.get(key) ?? []) };
  });
}
