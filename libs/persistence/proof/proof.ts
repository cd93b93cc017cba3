import type { DisputeEvent } from '#domain/dispute/events.js';
import { proveFrom, type Proof as Proven } from '#domain/proof/invariants.js';
import { GRACE_MS } from '#domain/proof/passed.js';
import type { ItemEvent } from '#domain/item/item.js';
import { lateAt } from '#domain/obligation/obligation.js';
import { instantOf, millisOf } from '#domain/time/time.js';
import type { Tree } from '#domain/people/tree.js';
import { firstFalseAccess } from '../audit/access-log.js';
import { hashOf } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { Runs, RunsAtHand } from '../keeping/runs.js';
import type { Directory } from '../people/directory.js';
import { firstBroken, storedEvents, storedItemEvents, type StoredEvent } from '../record/event-reader.js';
import { firstRules, ruled } from '../record/ruled.js';
import type { Rulebook } from '../rules/rulebook.js';
import { unsignedAmong } from '../vault/signing.js';
import type { Vault } from '../vault/vault.js';
import { disputeIds, foldAnew, foldItem, itemIds } from './anew.js';
import { catalogueProblems } from './catalogue.js';
import { compareCharges } from './charged.js';
import { firstLost } from './checkpoints.js';
import { falseReceipts, isFindable, isRevised, isTallied, wrongColumns, wrongRows } from './derived.js';
import type { Finding, Report } from './finding.js';
import { proveFiles, provePapers } from './kept.js';
import { untiedCases } from './merged.js';
import { PastLines } from './past-lines.js';

export interface Verified {
  disputes: number;
  events: number;
  looks: number;
  problems: Finding[];
}

type Reading = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

/** Proves that nothing was altered, as far as the one who asks may read. It changes nothing. */
export class Proof {
  private pastLines: PastLines | null = null;
  private readonly runs: RunsAtHand;

  constructor(
    private readonly read: Reading,
    private readonly vault: Vault,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
    /** Whether it sees every row: an auditor reads nobody's notices and no calendar of others. */
    private readonly seesAll = false,
  ) {
    this.runs = new RunsAtHand(vault);
  }

  /** Chain, invariants, that state and rows are the fold of the record, and the access log. Answers what is wrong. */
  async verify(): Promise<Verified> {
    const ids = await this.read(disputeIds);
    const tree = await this.directory.load();
    const problems: Finding[] = [];
    let count = 0;
    for (const id of ids) {
      const report: Report = (what, seq) => problems.push({ disputeId: id, seq: seq ?? null, what });
      count += await this.read((db) => this.dispute(db, id, tree, report));
    }
    for (const { id } of await this.read(itemIds)) {
      const report: Report = (what, seq) =>
        problems.push({ disputeId: null, seq: seq ?? null, what: `item ${id}: ${what}` });
      count += await this.read((db) => this.item(db, id, tree, report));
    }
    for (const { id, seq, what } of await this.read((db) => untiedCases(db, this.seesAll)))
      problems.push({ disputeId: id, seq, what: `invariant 12 at entry ${seq}: ${what}` });
    const runs = await this.read((db) => Runs.load(db, this.vault));
    for (const what of [...(await this.read(catalogueProblems)), ...(await this.read(rulesProblems)), ...runs.problems])
      problems.push({ disputeId: null, seq: null, what });
    const { checked: looks, firstBroken } = await this.read((db) => firstFalseAccess(db, this.vault));
    if (firstBroken) {
      const { accessId, what } = firstBroken;
      problems.push({
        disputeId: null,
        seq: null,
        ...(accessId !== null && { accessId }),
        what: `access log: ${what}`,
      });
    }
    return { disputes: ids.length, events: count, looks, problems };
  }

  private async dispute(db: Db, id: string, tree: Tree, report: Report): Promise<number> {
    const events = await storedEvents(db, id);
    const broken = firstBroken(events);
    if (broken !== null) {
      report(`the chain breaks at entry ${broken}`, broken);
      return events.length;
    }
    const hashes = events.map(({ hash }) => hash);
    const isErased = events.some(({ event }) => event.type === 'DisputeErased');
    const lost = await firstLost(db, this.vault, this.runs, 'dispute', id, hashes, this.seesAll && !isErased);
    if (lost) report(lost.what, lost.seq);
    await this.authors(db, id, events, report);
    try {
      const opened = events.map(({ event }) => event);
      const folded = await foldAnew(id, opened, tree, this.vault, this.rulebook, db);
      const now = instantOf(Date.now() + folded.state.aheadMs);
      const rules = await firstRules(this.rulebook, id, opened[0]);
      const proven = proveFrom(await ruled(this.rulebook, opened), rules, now);
      for (const what of await wrongRows(db, folded)) report(what);
      if (this.seesAll && !(await isRevised(db, id)))
        report('what calendars are told of its visits is not what they are');
      if (!(await isTallied(db, id))) report('what it adds to the statistics is not what its rows say');
      for (const { invariant, seq, what } of proven.violations)
        report(`invariant ${invariant} at entry ${seq}: ${what}`, seq);
      compareCharges(folded.row, proven, now, report);
      for (const seq of await falseReceipts(db, id, opened)) report(answered(seq), seq);
      if (!(await isFindable(db, this.vault, folded.row))) report('it is not found by what stands in it');
      await this.rules(db, opened, report);
      await this.reads(db, id, proven.readers, tree, report);
      const { attachments = [], erased } = folded.row;
      await proveFiles(db, this.vault, { disputeId: id }, erased ? [] : attachments, report);
      await provePapers(db, this.vault, folded.row, report);
    } catch (error) {
      report(`does not fold: ${(error as Error).message}`);
    }
    return events.length;
  }

  /** Every entry by a person is of a command that the door signed as theirs, from where it began to. */
  private async authors(db: Db, id: string, stored: readonly StoredEvent[], report: Report): Promise<void> {
    const [before] = await rows<{ seq: number }>(db, `SELECT seq FROM unsigned_record WHERE case_id = $1`, [id]);
    const from = before?.seq ?? 0;
    const entries = stored.map(({ event }) => event);
    const early = entries.find((each) => each.seq <= from && each.answers?.signature);
    if (early) report(`entry ${early.seq} is signed and is said to be of before there were signatures`, early.seq);
    // One that is excused hides none after it.
    for (const entry of unsignedAmong(this.vault, id, entries, from)) {
      if (await isWithItsDispute(db, entry as unknown as ItemEvent, entries)) continue;
      return report(`no door signed entry ${entry.seq} as its author's`, entry.seq);
    }
  }

  /** Only who is on the case has read it, superiors of those, and auditors above it (invariant 11). */
  private async reads(db: Db, id: string, readers: Proven['readers'], tree: Tree, report: Report): Promise<void> {
    const looks = await rows<{ departmentId: string; at: Date }>(
      db,
      `SELECT DISTINCT ON (department_id) department_id AS "departmentId", at FROM access_log
       WHERE dispute_id = $1 AND action <> 'refused' ORDER BY department_id, at`,
      [id],
    );
    // By whoever may see them: where nobody looked at it nobody asks.
    const past = looks.length > 0 ? await this.past(db) : null;
    for (const { departmentId, at } of looks) {
      const isOnIt = readers.some((each) => past!.wasAbove(departmentId, each.departmentId, at, tree));
      if (!isOnIt) report(`invariant 11: ${departmentId} has read it at ${at.toISOString()} and was never on it`);
    }
  }

  /** Read once a proof: departments move seldom. */
  private async past(db: Db): Promise<PastLines> {
    return (this.pastLines ??= await PastLines.load(db));
  }

  /** The rules are those under which it was entered. */
  private async rules(db: Db, events: readonly DisputeEvent[], report: Report): Promise<void> {
    for (const { type, data, seq } of events) {
      if (type !== 'DisputeRegistered' && type !== 'RulesMoved') continue;
      for (const [table, version, hash] of [
        ['policy', data.policyVersion, data.policyHash],
        ['calendar', data.calendarVersion, data.calendarHash],
      ] as const) {
        const [kept] = await rows<{ hash: string }>(db, `SELECT hash FROM ${table} WHERE version = $1`, [version]);
        // A rehearsal of a test names none.
        if (hash !== '' && kept && kept.hash !== hash)
          report(`the ${table} ${version} is not the one that entry ${seq} names`, seq);
      }
    }
  }

  /** An item is small enough to be proved whole: chain, state, and that its triage was late when it was late. */
  private async item(db: Db, id: string, tree: Tree, report: Report): Promise<number> {
    const entries = await storedItemEvents(db, id);
    const broken = firstBroken(entries);
    const first = entries[0]?.event as ItemEvent | undefined;
    if (broken !== null || first?.type !== 'ItemReported') {
      report(`the chain breaks at entry ${broken ?? 1}`, broken ?? 1);
      return entries.length;
    }
    const hashes = entries.map(({ hash }) => hash);
    const isErased = entries.some(({ event }) => (event as ItemEvent).type === 'ItemErased');
    const lost = await firstLost(db, this.vault, this.runs, 'item', id, hashes, this.seesAll && !isErased);
    if (lost) report(lost.what, lost.seq);
    await this.authors(db, id, entries, report);
    const { item: folded, events, columns } = (await foldItem(db, id, tree, this.vault, this.rulebook))!;
    const wrong = await wrongColumns(db, 'item', id, columns);
    if (!wrong) report('has no row');
    else if (wrong.includes('item') || wrong.includes('state')) report('its state is not the fold');
    else if (wrong.includes('head_hash')) report('the record does not end where the row says');
    else if (wrong.length > 0) report(`the columns of its row are not the fold: ${wrong.join(', ')}`);
    for (const seq of await falseReceipts(db, id, events as unknown as DisputeEvent[])) report(answered(seq), seq);
    const { files = [], erased } = folded;
    const facts = erased ? [] : files.map(({ fileId, ...rest }) => ({ id: fileId, ...rest }));
    await proveFiles(db, this.vault, { itemId: id }, facts, report);
    const [triage] = folded.obligations;
    if (triage?.state === 'open' && millisOf(lateAt(triage)) < Date.now() - GRACE_MS) {
      report(`invariant 6: its triage passed ${lateAt(triage)} and was not marked late`);
    }
    return events.length;
  }
}

/** An item is erased once with the dispute that it became: the command is in that one's record, and says all of the entry. */
async function isWithItsDispute(db: Db, entry: ItemEvent, entries: readonly unknown[]): Promise<boolean> {
  const story = entries as readonly ItemEvent[];
  const place = story.findIndex(({ type }) => type === 'ItemErased');
  if (entry !== story[place]) return false;
  const became = story.find(({ data }) => 'disputeId' in data);
  const found = await rows(
    db,
    `SELECT FROM event WHERE dispute_id = $1 AND type = 'DisputeErased' AND actor = $2::jsonb AND data = $3::jsonb
       AND greatest(at, $4::timestamptz) = $5::timestamptz`,
    [
      became && (became.data as { disputeId: string }).disputeId,
      JSON.stringify(entry.actor),
      JSON.stringify(entry.data),
      story[place - 1]?.at,
      entry.at,
    ],
  );
  return found.length > 0;
}

const answered = (seq: number) => `invariant 7: the answer to a command is not at entry ${seq}`;

/** Published rules are what their hash says. */
async function rulesProblems(db: Db): Promise<string[]> {
  const found = await rows<{ name: string; hash: string; document: unknown }>(
    db,
    `SELECT 'policy ' || version AS name, hash, document FROM policy
     UNION ALL SELECT 'calendar ' || version, hash, years FROM calendar`,
  );
  return found.filter((each) => hashOf(each.document) !== each.hash).map((each) => `${each.name}: was altered`);
}
