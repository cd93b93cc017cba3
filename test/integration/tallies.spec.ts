import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors.js';
import type { Obligation } from '#domain/obligation/obligation.js';
import { DAY, instantOf, plusMillis, type Instant } from '#domain/time/time.js';
import { WaivedVisits1765404210000 } from '#persistence/database/migrations/1765404210000-waived-visits.js';
import { READ_TIMEOUTS, openDatabase, type Db } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';
import { Directory } from '#persistence/people/directory.js';
import { Reader } from '#persistence/reading/reader.js';
import { countPeriod, GROUPINGS, type Counts, type Grouping } from '#persistence/reading/statistics-reader.js';
import { lifeOf, randomOf } from '../../bench/lives.js';
import { DESK, Player, castOf, idOf, registration } from '../../apps/local/player.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';
import { Script, doorOf, type Cast } from '../../apps/local/script.js';
import { Engine } from '../support/engine.js';

const LIVES = 70;
const ZONE = 'Asia/Shanghai';
/** Who reads: some see nothing of most disputes. */
const SCOPES = [['police', '^police'], ['^district'], ['justice'], ['land', '^land'], ['labour#visitor'], ['nobody']];
const KEY: Record<Grouping, string> = {
  department: 'd.holder',
  village: 'd.village',
  category: 'd.category',
  grade: 'd.grade',
  month: `to_char(d.created_at AT TIME ZONE '${ZONE}', 'YYYY-MM')`,
};

type Period = { from: Instant; to: Instant; zone: string; rehearsal: boolean };

/** As it was reckoned before anything was kept: the same measures, of all that the disputes ever were. */
async function reckoned(db: Db, { from, to, rehearsal }: Period, by: Grouping | null) {
  const found = await rows<Counts & { whole: boolean }>(
    db,
    `WITH cohort AS MATERIALIZED (
       SELECT d.id, ${by ? KEY[by] : 'NULL::text'} AS key, d.desk, d.status, d.created_at, d.reopened, now() + d.clock_ahead AS now,
         coalesce(d.outcome IN ('settled-on-spot', 'mediated'), false) AS resolved,
         coalesce(d.first_resolved_at::timestamptz, d.resolved_at) AS first_resolved_at
       FROM dispute d WHERE d.rehearsal = $3 AND d.graded_at IS NOT NULL AND coalesce(d.outcome, '') NOT IN ('merged', 'invalid')
         AND d.created_at >= $1 AND d.created_at < $2),
     o AS (
       SELECT o.dispute_id AS id, count(*) AS judged, count(*) FILTER (WHERE o.met_at <= o.late_after) AS met_in_time
       FROM obligation o JOIN cohort c ON c.id = o.dispute_id
       WHERE o.state = 'met' OR (o.ended_at IS NULL AND o.state <> 'paused' AND o.late_after < c.now) GROUP BY 1),
     t AS (
       SELECT t.dispute_id AS id, count(*) FILTER (WHERE t.to_department <> c.desk) AS offered,
         count(*) FILTER (WHERE t.to_department <> c.desk AND t.answered_at <= t.answer_due_at) AS answered_in_time,
         count(*) FILTER (WHERE t.state = 'returned') AS upheld, bool_or(t.to_department <> c.desk) AS circulated
       FROM transfer t JOIN cohort c ON c.id = t.dispute_id GROUP BY 1),
     v AS (
       SELECT v.dispute_id AS id,
         count(*) FILTER (WHERE v.state = 'done' OR (v.state <> 'waived' AND v.tolerance_until < c.now)) AS due,
         count(*) FILTER (WHERE v.state = 'done' AND (v.row ->> 'visitedAt')::timestamptz <= v.tolerance_until) AS in_time,
         count(*) FILTER (WHERE v.state = 'done') AS made, count(*) FILTER (WHERE v.row ->> 'satisfied' IS NOT NULL) AS asked,
         count(*) FILTER (WHERE v.row ->> 'satisfied' = 'true') AS satisfied,
         (array_agg(v.row ->> 'outcome' ORDER BY v.n DESC) FILTER (WHERE v.state = 'done'))[1] AS last_outcome
       FROM visit v JOIN cohort c ON c.id = v.dispute_id GROUP BY 1)
     SELECT key, grouping(key) = 1 AS whole, count(*)::int AS entered, count(*) FILTER (WHERE circulated)::int AS circulated,
       count(*) FILTER (WHERE resolved)::int AS resolved,
       count(*) FILTER (WHERE resolved AND last_outcome IS NOT NULL AND last_outcome <> 'relapsed')::int AS stable,
       count(*) FILTER (WHERE status NOT IN ('resolved', 'closed'))::int AS open,
       count(*) FILTER (WHERE reopened)::int AS reopened,
       round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_resolved_at - created_at)) / 3600)::numeric, 1)::float AS "medianHours",
       round((percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM first_resolved_at - created_at)) / 3600)::numeric, 1)::float AS "p90Hours",
       coalesce(sum(judged), 0)::int AS judged, coalesce(sum(met_in_time), 0)::int AS "metInTime",
       coalesce(sum(offered), 0)::int AS offered, coalesce(sum(answered_in_time), 0)::int AS "answeredInTime",
       coalesce(sum(upheld), 0)::int AS "returnsUpheld", coalesce(sum(due), 0)::int AS "visitsDue",
       coalesce(sum(in_time), 0)::int AS "visitsInTime", coalesce(sum(made), 0)::int AS "visitsMade",
       coalesce(sum(asked), 0)::int AS asked, coalesce(sum(satisfied), 0)::int AS satisfied
     FROM cohort LEFT JOIN o USING (id) LEFT JOIN t USING (id) LEFT JOIN v USING (id)
     GROUP BY GROUPING SETS ((), (key)) ORDER BY key`,
    [from, to, rehearsal],
  );
  const told = ({ whole: _whole, ...counts }: Counts & { whole: boolean }): Counts => counts;
  return {
    total: told(found.find((each) => each.whole)!),
    groups: by ? found.filter((each) => !each.whole).map(told) : [],
  };
}

const latenessReckoned = (db: Db, { from, to, rehearsal }: Period) =>
  rows(
    db,
    `SELECT o.kind, count(DISTINCT d.id)::int AS disputes FROM dispute d JOIN obligation o ON o.dispute_id = d.id
     WHERE d.rehearsal = $3 AND d.graded_at IS NOT NULL AND coalesce(d.outcome, '') NOT IN ('merged', 'invalid')
         AND d.created_at >= $1 AND d.created_at < $2
       AND (o.state = 'met' AND o.met_at > o.late_after
         OR o.ended_at IS NULL AND o.state <> 'paused' AND o.late_after < now() + d.clock_ahead)
     GROUP BY 1 ORDER BY 2 DESC, 1`,
    [from, to, rehearsal],
  );

const visitsReckoned = (db: Db, { from, to, rehearsal }: Period) =>
  rows(
    db,
    `SELECT coalesce(v.row ->> 'departmentId', d.desk) AS "departmentId",
       count(*) FILTER (WHERE v.state = 'done')::int AS done,
       count(*) FILTER (WHERE v.state = 'done' AND (v.row ->> 'visitedAt')::timestamptz <= v.tolerance_until)::int AS "inTime",
       count(*) FILTER (WHERE v.row -> 'check' ->> 'state' = 'confirmed')::int AS confirmed,
       count(*) FILTER (WHERE v.row -> 'check' ->> 'state' = 'different')::int AS different,
       count(*) FILTER (WHERE v.state = 'waived')::int AS waived
     FROM visit v JOIN dispute d ON d.id = v.dispute_id
     WHERE d.rehearsal = $3 AND d.graded_at IS NOT NULL AND coalesce(d.outcome, '') NOT IN ('merged', 'invalid')
       AND d.created_at >= $1 AND d.created_at < $2 AND v.state IN ('done', 'unconfirmed', 'undone', 'waived')
     GROUP BY 1 ORDER BY 1`,
    [from, to, rehearsal],
  );

/** What a closed dispute adds to the statistics is kept: of random lives, whatever becomes of them afterwards. */
describe('statistics of what is closed', () => {
  let engine: Engine;
  let source: DataSource;
  let cast: Cast;
  const now = instantOf(Date.now());
  const scripts = new Map<string, { script: Script; recorded: number }>();

  beforeAll(async () => {
    engine = await Engine.start({ worker: false });
    source = await openDatabase(engine.database.readerUrl, READ_TIMEOUTS, 2).initialize();
    cast = castOf(await new Directory(engine.source).load());
    for (let n = 0; n < LIVES; n++) await live(n);
  }, 120_000);
  afterAll(async () => {
    await source.destroy();
    await engine.stop();
  });

  /** One of the last four hundred days; nobody goes on with what is not over by now. */
  async function live(n: number): Promise<void> {
    const life = lifeOf(n);
    const id = idOf(life.ref);
    const rules = await engine.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION);
    const from = plusMillis(now, -Math.floor(randomOf(n + 7)() * 400 + 2) * DAY);
    const script = new Script(id, rules, await doorOf(engine.vault, engine.source, id), from, now).untilWork();
    const player = new Player(script, cast, life, {
      ...registration(life, undefined),
      ...{ number: `2026-${n}`, superior: 'centre', policyHash: '', calendarHash: '', rehearsal: n % 17 === 3 },
    });
    scripts.set(id, { script, recorded: 0 });
    tried(() => player.wholeLife());
    script.moveTo(now).settle();
    await record(id);
  }

  const tried = (deed: () => unknown) => {
    try {
      deed();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  };

  async function record(id: string): Promise<void> {
    const each = scripts.get(id)!;
    const { events } = each.script;
    if (each.recorded === events.length) return;
    await engine.store.append(id, each.recorded, events.slice(each.recorded));
    each.recorded = events.length;
  }

  /** The same answers, for everybody, of any period, in any groups. */
  async function compared(seed: number): Promise<void> {
    const random = randomOf(seed);
    const ago = (days: number) => plusMillis(now, -Math.floor(days * DAY));
    const ever = [ago(500), plusMillis(now, DAY)];
    const periods = [
      ...[ever, [ago(365), now]],
      ...Array.from({ length: 3 }, () => [ago(random() * 400), ago(random() * 400)].sort()),
    ].map(([from, to]) => ({ from: from!, to: to!, zone: ZONE, rehearsal: false }));
    periods.push({ from: ever[0]!, to: ever[1]!, zone: ZONE, rehearsal: true });
    for (const scopes of SCOPES) {
      await new Reader(source).as({ userId: 'x', scopes }, async (db) => {
        for (const period of periods) {
          for (const by of [null, ...GROUPINGS]) {
            const kept = await countPeriod(db, period, by);
            expect({ scopes, period, by, ...kept }).toEqual({
              scopes,
              period,
              by,
              ...(await reckoned(db, period, by)),
              lateness: await latenessReckoned(db, period),
              visits: await visitsReckoned(db, period),
            });
          }
        }
      });
    }
  }

  const kept = async () =>
    (await rows<{ id: string }>(engine.database.owner, `SELECT dispute_id AS id FROM tally ORDER BY 1`)).map(
      ({ id }) => id,
    );
  const closed = async () =>
    (
      await rows<{ id: string }>(
        engine.database.owner,
        `SELECT id FROM dispute WHERE status = 'closed' AND NOT rehearsal AND graded_at IS NOT NULL
           AND coalesce(outcome, '') NOT IN ('merged', 'invalid') ORDER BY 1`,
      )
    ).map(({ id }) => id);

  it('keeps what every closed one adds, and of no other anything', async () => {
    expect(await kept()).toEqual(await closed());
    const [some, all] = [(await closed()).length, LIVES];
    expect(some).toBeGreaterThan(all / 2);
    expect(some).toBeLessThan(all);
  });

  it('answers as if nothing was kept', async () => {
    await compared(1);
    const [{ n }] = (await rows<{ n: number }>(
      engine.database.owner,
      `SELECT count(*)::int AS n FROM tally WHERE late_kinds IS NOT NULL AND made > 0`,
    )) as [{ n: number }];
    expect(n).toBeGreaterThan(3);
    const rehearsed = { from: plusMillis(now, -500 * DAY), to: plusMillis(now, DAY), zone: ZONE, rehearsal: true };
    const { total } = await new Reader(source).as({ userId: 'x', scopes: ['^district'] }, (db) =>
      countPeriod(db, rehearsed, null),
    );
    expect(total.entered).toBeGreaterThan(1);
  });

  it('counts what was waived of who owed it, while a dispute is visited and once it is closed', async () => {
    const waived = async () => {
      const [{ open, kept }] = (await rows<{ open: number; kept: number }>(
        engine.database.owner,
        `SELECT (SELECT count(*)::int FROM tallied WHERE waived IS NOT NULL AND status = 'resolved') AS open,
           (SELECT count(*)::int FROM tally WHERE waived IS NOT NULL) AS kept`,
      )) as [{ open: number; kept: number }];
      return { open, kept };
    };
    const before = await waived();
    const owed = ({ dispute }: Script) =>
      dispute.obligations.filter(({ kind }) => kind === 'return-visit' || kind === 'agreement-term');
    const lets = async (which: (owed: Obligation, place: number) => boolean) => {
      for (const [id, { script }] of scripts) {
        for (const { kind, n } of owed(script).filter(which)) {
          const verb = kind === 'return-visit' ? 'WaiveVisit' : 'WaiveTerm';
          tried(() => script.do(cast.supervisor, verb, { n: n! }, { reason: '当事人已外迁' }));
        }
        await record(id);
      }
    };
    await lets(({ kind }, place) => kind === 'return-visit' && place === 0);
    expect((await waived()).open).toBeGreaterThan(before.open);
    await compared(2);
    await lets(() => true);
    expect((await waived()).kept).toBeGreaterThan(before.kept + 1);
    expect(await kept()).toEqual(await closed());
    await compared(3);
    // What was kept before anybody counted them was filled in afterwards.
    await engine.database.owner.query(`UPDATE tally SET waived = NULL`);
    const runner = engine.database.owner.createQueryRunner();
    await new WaivedVisits1765404210000().up(runner);
    await runner.release();
    await compared(4);
  });

  it('goes on to after a reopening, a withdrawal, a hold, an erasure and other people’s departments', async () => {
    const random = randomOf(5);
    const person = cast.desk;
    const auditor = {
      userId: 'auditor',
      departmentId: 'district',
      roles: ['auditor' as const],
      superiorOf: ['centre', DESK],
    };
    const deeds: ((script: Script) => unknown)[] = [
      (script) => script.do(cast.supervisor, 'ReopenDispute', {}, { reason: '复发' }),
      (script) => script.do(person, 'WithdrawDispute', {}, { reason: '撤回' }),
      (script) => script.do(person, 'AddNote', {}, { note: '补记' }),
      (script) => script.do(auditor, 'PlaceHold', {}, { reason: '调卷' }),
      (script) =>
        script.do(auditor, 'EraseDispute', { ground: 'person-request', retainedUntil: null }, { reason: '申请' }),
    ];
    for (const round of [1, 2]) {
      for (const [id, { script }] of scripts) {
        const deed = deeds[Math.floor(random() * deeds.length)]!;
        tried(() => deed(script));
        await record(id);
      }
      expect(await kept()).toEqual(await closed());
      await compared(round + 10);
    }
    const types = await rows<{ type: string; n: number }>(
      engine.database.owner,
      `SELECT type, count(*)::int AS n FROM event WHERE type IN ('DisputeReopened', 'DisputeErased', 'HoldPlaced') GROUP BY 1`,
    );
    expect(types.map(({ type }) => type).sort()).toEqual(['DisputeErased', 'DisputeReopened', 'HoldPlaced']);
    // Somebody else sees them from now on, as after a rebuild over another tree.
    await engine.database.owner.query(
      `UPDATE dispute SET visible_to = array_replace(visible_to, 'justice', 'labour#visitor') WHERE 'justice' = ANY (visible_to)`,
    );
    await compared(20);
  });

  it('is made anew by a rebuild, and proved', async () => {
    await engine.upkeep.rebuild();
    expect((await engine.upkeep.verify()).problems).toEqual([]);
    const before = await rows(engine.database.owner, `SELECT * FROM tally ORDER BY dispute_id`);
    await engine.database.owner.query(`UPDATE tally SET judged = judged + 1`);
    const { problems } = await engine.upkeep.verify();
    expect(problems.filter((each) => each.includes('adds to the statistics'))).toHaveLength(before.length);
    const [open] = await rows<{ id: string }>(
      engine.database.owner,
      `SELECT id FROM dispute WHERE status <> 'closed' LIMIT 1`,
    );
    await engine.database.owner.query(
      `INSERT INTO tally SELECT (jsonb_populate_record(t, jsonb_build_object('dispute_id', $1::text))).* FROM tally t LIMIT 1`,
      [open!.id],
    );
    await engine.upkeep.rebuild();
    expect(await rows(engine.database.owner, `SELECT * FROM tally ORDER BY dispute_id`)).toEqual(before);
    expect((await engine.upkeep.verify()).problems).toEqual([]);
  });
});
