import type { PersonCommand, SentCommand } from '#domain/dispute/commands.js';
import type { DisputeState } from '#domain/dispute/state.js';
import type { Item, ItemCommand } from '#domain/item/item.js';
import type { Rules } from '#domain/obligation/obligation.js';
import type { PolicyDocument } from '#domain/policy/document.js';
import { matchedOf, readLine, type LineOf, type Readable } from '#domain/sheet/check.js';
import { instantOf } from '#domain/time/time.js';
import { HEAD_WORDS } from '#lexicon/heads.js';
import { SHEET_WORDS } from '#lexicon/sheet.js';
import type { Db } from '#persistence/database/database.js';
import { findImport, linesOf, readingOf } from '#persistence/imports/import-store.js';
import type { Directory } from '#persistence/people/directory.js';
import type { Known } from '#persistence/record/chain.js';
import { NOT_VOUCHED, type Ended, type Rollout, type Waiting } from '#persistence/rollouts/rollout-store.js';
import type { Rulebook } from '#persistence/rules/rulebook.js';
import type { Vault } from '#persistence/vault/vault.js';

interface Sight<S> extends Known {
  state: () => Promise<{ state: S; head: string } | null>;
}

/** The door that people's commands come through. */
export interface Door {
  register(id: string, command: PersonCommand, blank: DisputeState, sight: Sight<DisputeState>): Promise<unknown>;
  submit(id: string, command: SentCommand, sight: Sight<DisputeState>): Promise<unknown>;
  reportItem(id: string, command: ItemCommand, blank: Item, sight: Sight<Item>): Promise<unknown>;
}

/** What the acts of rollouts work with. */
export interface ActDeps {
  source: Db;
  vault: Vault;
  rulebook: Rulebook;
  directory: Directory;
  region: string;
  door: Door;
}

/** Of the rollout of an import. */
export interface Brought {
  importId: string;
  /** How its sheet was read as it was asked for (`readingOf`). */
  reading: string;
}

/** The rules that are in force. */
export async function rulesNow({ rulebook, region }: Pick<ActDeps, 'rulebook' | 'region'>): Promise<{
  rules: Rules;
  document: PolicyDocument;
  policyHash: string;
  calendarHash: string;
}> {
  const { policy, calendar } = await rulebook.current(region);
  const rules = await rulebook.rules(policy.version, calendar.version);
  return { rules, document: policy.document, policyHash: policy.hash, calendarHash: calendar.hash };
}

/** A row, read as the dry run read it; what has become wrong with it since is said as it would be said there. */
export async function lineRead<K extends Readable>(
  deps: ActDeps,
  kind: K,
  { what, actor, madeAt }: Rollout,
  { subject }: Waiting,
): Promise<{ value: LineOf<K> } | Ended> {
  const { source, vault, directory } = deps;
  const { importId, reading } = what as Brought;
  const sheet = await findImport(source, importId);
  const [line] = await linesOf(source, vault, importId, Number(subject));
  if (!sheet || !line) return { state: 'failed', code: 'ROW_GONE', facts: {} };
  if (readingOf(sheet) !== reading) return { state: 'failed', code: NOT_VOUCHED, facts: {} };
  const { rules } = await rulesNow(deps);
  const columns = matchedOf({ ...sheet, kind }, HEAD_WORDS);
  const read = readLine(kind, line, columns, {
    words: SHEET_WORDS,
    tree: await directory.load(),
    zone: rules.policy.workingTime.zone,
    now: madeAt < instantOf(Date.now()) ? madeAt : instantOf(Date.now()),
    source: sheet.source,
    below: new Set([actor.departmentId, ...actor.superiorOf]),
  });
  if ('value' in read) return read;
  const [{ column, code }] = read.faults as [(typeof read.faults)[number]];
  return { state: 'failed', code, facts: { column } };
}
