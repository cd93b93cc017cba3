import type { PersonCommand, SentCommand } from '#domain/dispute/commands.js';
import type { DisputeState } from '#domain/dispute/state.js';
import type { Item, ItemCommand } from '#domain/item/item.js';
import type { Rules } from '#domain/obligation/obligation.js';
import type { PolicyDocument } from '#domain/policy/document.js';
import type { CommandActor } from '#domain/people/actor.js';
import { regionOf } from '#domain/people/regions.js';
import type { House } from '#domain/people/staffing.js';
import { matchedOf, readLine, type LineOf } from '#domain/sheet/check.js';
import type { Place } from '#domain/sheet/departments.js';
import type { Reading } from '#domain/sheet/reading.js';
import { instantOf } from '#domain/time/time.js';
import type { ImportKind } from '#domain/words.js';
import { HEAD_WORDS } from '#lexicon/heads.js';
import { SHEET_WORDS } from '#lexicon/sheet.js';
import type { Db, Pool } from '#persistence/database/database.js';
import { findImport, linesOf, readingOf } from '#persistence/imports/import-store.js';
import type { Directory } from '#persistence/people/directory.js';
import type { Known } from '#persistence/record/chain.js';
import { NOT_VOUCHED, type Ended, type Rollout, type Waiting } from '#persistence/rollouts/rollout-store.js';
import type { Rulebook } from '#persistence/rules/rulebook.js';
import type { Vault } from '#persistence/vault/vault.js';
import type { MailSender } from '../channels/senders.js';

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
  source: Pool;
  vault: Vault;
  rulebook: Rulebook;
  directory: Directory;
  door: Door;
  /** How somebody is written to, and where a link leads. */
  mail: MailSender;
  publicUrl: string;
}

/** Of the rollout of an import. */
export interface Brought {
  importId: string;
  /** How its sheet was read as it was asked for (`readingOf`). */
  reading: string;
  /** Of departments: what each row is and under whom, by its number, as the dry run found it in the whole sheet. */
  places?: Record<string, Place>;
}

/** The rules that are in force where somebody works. */
export async function rulesNow(
  { rulebook, directory }: Pick<ActDeps, 'rulebook' | 'directory'>,
  { departmentId }: Pick<CommandActor, 'departmentId'>,
): Promise<{
  region: string;
  rules: Rules;
  document: PolicyDocument;
  policyHash: string;
  calendarHash: string;
}> {
  const region = regionOf(departmentId, await directory.of({ departmentId }));
  const { policy, calendar } = await rulebook.current(region);
  const rules = await rulebook.rules(policy.version, calendar.version);
  return { region, rules, document: policy.document, policyHash: policy.hash, calendarHash: calendar.hash };
}

/** Who is and was here, where a row asks only for places. */
const NOBODY: Omit<House, 'tree'> = { departmentIds: new Set(), usernames: new Set(), pending: new Map() };

/**
 * A row, read as the dry run read it; what has become wrong with it since is said as it would be said there.
 *
 * @param deps `source`: the transaction, where there is one
 * @param house departments and people as they are there
 */
export async function lineRead<K extends ImportKind>(
  deps: Omit<ActDeps, 'source' | 'door'> & { source: Db },
  kind: K,
  { what, actor, madeAt }: Rollout,
  { subject }: Waiting,
  house?: House,
): Promise<{ value: LineOf[K]; reading: Reading } | Ended> {
  const { source, vault, directory } = deps;
  const { importId, reading: asked } = what as Brought;
  const sheet = await findImport(source, importId);
  const [line] = await linesOf(source, vault, importId, Number(subject));
  if (!sheet || !line) return { state: 'failed', code: 'ROW_GONE', facts: {} };
  if (readingOf(sheet) !== asked) return { state: 'failed', code: NOT_VOUCHED, facts: {} };
  const { rules } = await rulesNow(deps, actor);
  const columns = matchedOf({ ...sheet, kind }, HEAD_WORDS);
  const reading: Reading = {
    ...(house ?? { ...NOBODY, tree: await directory.of(actor) }),
    words: SHEET_WORDS,
    zone: rules.policy.workingTime.zone,
    now: madeAt < instantOf(Date.now()) ? madeAt : instantOf(Date.now()),
    source: sheet.source,
    asker: actor,
    below: new Set([actor.departmentId, ...actor.superiorOf]),
  };
  const read = readLine(kind, line, columns, reading);
  if ('value' in read) return { ...read, reading };
  const [{ column, code }] = read.faults as [(typeof read.faults)[number]];
  return { state: 'failed', code, facts: { columns: [column] } };
}
