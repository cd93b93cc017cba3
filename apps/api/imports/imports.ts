import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import {
  checkSheet,
  headRowOf,
  matchedOf,
  type Checked,
  type SheetFault,
  type SheetLine,
} from '#domain/sheet/check.js';
import { isRemark } from '#domain/sheet/remarks.js';
import { COLUMNS, NEEDED, type Column } from '#domain/sheet/columns.js';
import type { LedgerCase } from '#domain/sheet/disputes.js';
import { differencesOf } from '#domain/sheet/same.js';
import { regionAt } from '#domain/people/regions.js';
import type { Tree } from '#domain/people/tree.js';
import { casesTold } from '#persistence/imports/ledger-cases.js';
import { asTheRecord } from '../disputes/sight.js';
import { instantOf } from '#domain/time/time.js';
import type { ImportKind } from '#domain/words.js';
import { HEAD_WORDS } from '#lexicon/heads.js';
import { SHEET_WORDS } from '#lexicon/sheet.js';
import { uuidOf } from '#persistence/database/named-id.js';
import {
  chooseColumns,
  findImport,
  keepImport,
  linesOf,
  readingOf,
  ranAs,
  type Import,
} from '#persistence/imports/import-store.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { departmentIdOf, readHouse } from '#persistence/staff/house.js';
import { Vault } from '#persistence/vault/vault.js';
import { DataSource } from 'typeorm';
import { AccessLog } from '../audit/access-log.js';
import { Sessions } from '../auth/sessions.js';
import type { Actor, Credential } from '../http/actor.js';
import { badField, notFound, Problem } from '../http/problem.js';
import { required } from '../http/required.js';
import type { Language } from '../http/wording.js';
import type { Begun } from '../rollouts/answers.js';
import { Rollouts } from '../rollouts/rollouts.js';
import type { Import as ImportAnswer, ImportError } from './answers.js';
import type { ChooseColumns, ImportQuery } from './bodies.js';
import { MOST_COLUMNS } from './reading/sheet.js';
import { Sheets, unreadable } from './sheets.js';
import { cellWords } from '../rollouts/cell-words.js';

const ERRORS_SHOWN = 1_000;
/** Brought in as they are made by hand: by the person, who proved not long ago to be it. */
const GIVES_RIGHTS: readonly ImportKind[] = ['departments', 'people'];
const NONE: Pick<Checked, 'good' | 'places'> = { good: [], places: new Map() };

/** Files that bring something in: looked through first, and brought in by a rollout. */
@Injectable()
export class Imports {
  constructor(
    private readonly database: DataSource,
    private readonly reader: Reader,
    private readonly vault: Vault,
    private readonly sessions: Sessions,
    private readonly rulebook: Rulebook,
    private readonly sheets: Sheets,
    private readonly rollouts: Rollouts,
    private readonly log: AccessLog,
  ) {}

  /**
   * Takes a sheet and looks it through; nothing is brought in by that.
   *
   * @throws Problem NOT_ALLOWED; BAD_REQUEST where nothing can be made of the file, with why
   */
  async take(
    actor: Actor,
    { kind, source = '' }: ImportQuery,
    bytes: Buffer,
    language: Language,
  ): Promise<ImportAnswer> {
    required(actor, 'import.run');
    const { rows, remarks } = await this.sheets.read(bytes);
    const head = headRowOf(kind, rows, HEAD_WORDS);
    if (!head) throw unreadable('NO_HEADS');
    const heads = head.cells.map((each) => each.trim());
    if (heads.filter((each) => each !== '').length > MOST_COLUMNS) throw unreadable('TOO_MANY_COLUMNS');
    const lines = rows.filter(({ n }) => n > head.n);
    const made = { id: randomUUID(), kind, source, headRow: head.n, heads, remarks };
    await this.reader.as(actor, async (db) => {
      await keepImport(db, this.vault, actor.userId, made, lines);
      await this.log.note(actor, 'import', { data: { importId: made.id, kind, rows: lines.length } }, db);
    });
    return this.shown(actor, { ...made, chosen: {}, rolloutId: null }, lines, language);
  }

  async view(actor: Actor, id: string, language: Language): Promise<ImportAnswer> {
    required(actor, 'import.run');
    const found = await this.get(actor, id);
    return this.shown(actor, found, await this.lines(actor, id), language);
  }

  /**
   * Says which head of the sheet is which column, and looks it through again.
   *
   * @throws Problem NOT_FOUND; BAD_REQUEST for a head that the sheet has not; IMPORT_RAN where it was run
   */
  async choose(actor: Actor, id: string, { columns }: ChooseColumns, language: Language): Promise<ImportAnswer> {
    required(actor, 'import.run');
    const found = await this.get(actor, id);
    if (found.rolloutId) throw new Problem('IMPORT_RAN');
    const said = Object.entries(columns).map(([column, head]): [string, number | null] => {
      const place = head === null || head === undefined ? null : found.heads.indexOf(head.trim());
      if (place === -1) throw badField(`/columns/${column}`, 'UNKNOWN_HEAD', `the sheet has no column "${head}"`);
      if (!(COLUMNS[found.kind] as readonly string[]).includes(column))
        throw badField(`/columns/${column}`, 'UNKNOWN_MEMBER', `is no column of ${found.kind}`);
      return [column, place];
    });
    const chosen = { ...found.chosen, ...Object.fromEntries(said) };
    await this.reader.as(actor, (db) => chooseColumns(db, id, chosen));
    return this.shown(actor, { ...found, chosen }, await this.lines(actor, id), language);
  }

  /**
   * Brings in the rows that are good; those that are not stay where they are, named. A second time it is the same run.
   *
   * @throws Problem NOT_FOUND; NOTHING_GOOD where no row can be brought in; of what gives rights as `demandRecent`
   */
  async run(actor: Actor, credential: Credential, id: string): Promise<Begun> {
    required(actor, 'import.run');
    const { kind } = await this.get(actor, id);
    if (GIVES_RIGHTS.includes(kind)) await this.sessions.demandRecent(credential);
    return this.begin(actor, id);
  }

  /** …by somebody of whom it is known that they are here. @throws as `run` */
  async begin(actor: Actor, id: string): Promise<Begun> {
    required(actor, 'import.run');
    const found = await this.get(actor, id);
    const rolloutId = uuidOf(`import ${id}`);
    const { good, places } = found.rolloutId ? NONE : await this.checked(actor, found, await this.lines(actor, id));
    if (!found.rolloutId && good.length === 0) throw new Problem('NOTHING_GOOD');
    const what = {
      importId: id,
      reading: readingOf(found),
      ...(places.size > 0 && { places: Object.fromEntries(places) }),
    };
    const rollout = await this.rollouts.begin(
      actor,
      { id: rolloutId, kind: `import-${found.kind}`, what, subjects: good.map(String) },
      async (db) => {
        if (found.rolloutId) return;
        await ranAs(db, id, rolloutId);
        await this.log.note(actor, 'import-run', { data: { importId: id, rows: good.length } }, db);
      },
    );
    return { rollout };
  }

  private async get(actor: Actor, id: string): Promise<Import> {
    const found = await this.reader.as(actor, (db) => findImport(db, id));
    if (!found) throw notFound();
    return found;
  }

  private lines(actor: Actor, id: string): Promise<SheetLine[]> {
    return this.reader.as(actor, (db) => linesOf(db, this.vault, id));
  }

  private async checked(actor: Actor, found: Import, lines: readonly SheetLine[]): Promise<Checked> {
    const { policy } = await this.rulebook.current(actor.region);
    // As they are now: what was brought in a moment ago is named by what comes next.
    const house = await readHouse(this.database, actor);
    const checked = checkSheet(found, lines, matchedOf(found, HEAD_WORDS), {
      ...house,
      words: SHEET_WORDS,
      zone: policy.document.workingTime.zone,
      now: instantOf(Date.now()),
      source: found.source,
      asker: actor,
      idOf: departmentIdOf,
      below: new Set([actor.departmentId, ...actor.superiorOf]),
    });
    return found.kind === 'disputes' && !found.rolloutId ? this.compared(actor, checked, house.tree) : checked;
  }

  /** Without the rows that say of cases that are here what no sheet corrects: the run would name them. */
  private async compared(actor: Actor, checked: Checked, tree: Tree): Promise<Checked> {
    const told = [...checked.values] as [number, LedgerCase][];
    const { prefix } = regionAt(actor.departmentId, tree);
    const here = await this.reader.as(asTheRecord(actor, tree), (db) =>
      casesTold(
        db,
        { prefix, tree },
        told.map(([, value]) => value),
      ),
    );
    const differing = told.flatMap(([row, value]): SheetFault[] => {
      const known = here.get(value);
      if (!known) return [];
      return differencesOf(known, value, tree).fixed.map((column) => ({
        row,
        place: checked.columns[column] ?? null,
        column,
        code: 'ROW_DIFFERS',
        meant: known.number,
      }));
    });
    const bad = new Set(differing.map(({ row }) => row));
    return {
      ...checked,
      good: checked.good.filter((n) => !bad.has(n)),
      faults: [...checked.faults, ...differing].sort((a, b) => a.row - b.row),
    };
  }

  private async shown(
    actor: Actor,
    found: Import,
    lines: readonly SheetLine[],
    language: Language,
  ): Promise<ImportAnswer> {
    const { id, kind, heads, rolloutId } = found;
    const { columns, good, faults } = await this.checked(actor, found, lines);
    const named = Object.entries(columns).map(([column, place]) => [column, heads[place]!]);
    return {
      id,
      kind,
      rows: lines.length,
      good: good.length,
      errors: faults.slice(0, ERRORS_SHOWN).map((each) => said(each, heads, language)),
      wrong: faults.filter((each) => !isRemark(each)).length,
      columns: Object.fromEntries(named) as Record<string, string>,
      heads,
      known: COLUMNS[kind].map((column: Column) => ({
        column,
        needed: (NEEDED[kind] as readonly Column[]).includes(column),
      })),
      rolloutId,
    };
  }
}

function said({ row, place, column, ...fault }: SheetFault, heads: readonly string[], language: Language): ImportError {
  const head = place === null ? null : heads[place] || letters(place);
  return {
    row,
    column: head ?? column,
    cell: place === null || row === 0 ? null : `${letters(place)}${row}`,
    code: fault.code,
    detail: cellWords(fault, language),
  };
}

/** 0 is A, 27 is AB. */
function letters(place: number): string {
  const last = String.fromCharCode(65 + (place % 26));
  return place < 26 ? last : `${letters(Math.floor(place / 26) - 1)}${last}`;
}
