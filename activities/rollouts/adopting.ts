import type { PersonCommand } from '#domain/dispute/commands.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { unregistered, type DisputeState } from '#domain/dispute/state.js';
import type { EventText } from '#domain/dispute/text.js';
import { regionAt } from '#domain/people/regions.js';
import type { Tree } from '#domain/people/tree.js';
import type { LedgerCase } from '#domain/sheet/disputes.js';
import { differencesOf } from '#domain/sheet/same.js';
import { civilDateAt } from '#domain/time/time.js';
import type { Db } from '#persistence/database/database.js';
import { canonical } from '#persistence/database/canonical.js';
import { rows } from '#persistence/database/rows.js';
import { forgetLines } from '#persistence/imports/import-store.js';
import { casesTold, ledgerCaseId } from '#persistence/imports/ledger-cases.js';
import { lateOnes, tellDigest } from '#persistence/rollouts/digests.js';
import { ReachReader } from '#persistence/reading/reach.js';
import { nextNumber } from '#persistence/record/numbers.js';
import type { Ended, Rollout, Waiting } from '#persistence/rollouts/rollout-store.js';
import { lineRead, rulesNow, type ActDeps, type Brought } from './bringing-in.js';
import { correct } from './correcting.js';
import type { Act } from './rollout.js';

/** Open cases of an old ledger, brought in: each is adopted once, and a row that was corrected corrects. */
export function adopting(deps: ActDeps): Act {
  return {
    async do(rollout, item) {
      const read = await lineRead(deps, 'disputes', rollout, item);
      if ('state' in read) return read;
      const { value } = read;
      const { importId } = rollout.what as Brought;
      const { source, directory } = deps;
      const tree = await directory.of(rollout.actor);
      const { prefix } = regionAt(rollout.actor.departmentId, tree);
      const row = (await casesTold(source, { prefix, tree }, [value])).get(value);
      if (!row) return adopt(deps, rollout, item, ledgerCaseId(prefix, value), value);
      return compared(deps, rollout, item, { row, isOwn: await isOf(source, row, importId), tree }, value);
    },
    end: async ({ id, what, madeAt }) => {
      const { importId } = what as Brought;
      // What was late before it was ours was told to nobody, case by case.
      const late = await lateOnes(deps.source, importId, madeAt);
      await tellDigest(deps.source, id, 'late-imported', late, await deps.directory.load());
      // What it brought in stands in the cases; who wants to bring in the rest hands the corrected sheet in.
      await forgetLines(deps.source, importId);
    },
  };
}

interface FoundCase {
  row: DisputeRow;
  tree: Tree;
  /** Brought in or corrected by this very import, whose answer nobody may have heard. */
  isOwn: boolean;
}

async function isOf(source: Db, { id, ledger }: DisputeRow, importId: string): Promise<boolean> {
  if (ledger?.importId === importId) return true;
  const found = await rows(
    source,
    `SELECT FROM event WHERE dispute_id = $1 AND type = 'DisputeCorrected' AND data ->> 'importId' = $2 LIMIT 1`,
    [id, importId],
  );
  return found.length > 0;
}

/** Of a case that is there: what can be corrected is, where it came of this ledger and nothing else speaks against it. */
async function compared(
  deps: ActDeps,
  rollout: Rollout,
  item: Waiting,
  { row, isOwn, tree }: FoundCase,
  told: LedgerCase,
): Promise<Ended> {
  const { columns, fixed } = differencesOf(row, told, tree);
  if (fixed.length > 0) return { state: 'failed', code: 'ROW_DIFFERS', facts: { number: row.number, columns: fixed } };
  const corrected = columns.length > 0 ? await correct(deps, rollout, item, row.id, told) : null;
  return corrected ?? { state: isOwn ? 'moved' : 'unchanged' };
}

async function adopt(deps: ActDeps, rollout: Rollout, { n }: Waiting, id: string, told: LedgerCase): Promise<Ended> {
  const { source, vault, directory, rulebook, door } = deps;
  const { region, rules, policyHash, calendarHash } = await rulesNow(deps, rollout.actor);
  const key = await vault.create(source, id);
  const tree = await directory.load();
  const day = civilDateAt(told.registeredAt, rules.policy.workingTime.zone);
  const number = await nextNumber(source, region, 'dispute', day);
  const { registeredAt, category, grade, complexity, village, desk, transfer, resolution, externalNumber } = told;
  const { importId } = rollout.what as Brought;
  const command: PersonCommand = {
    type: 'AdoptDispute',
    // Sent a second time, because nobody heard the answer, it is the same command.
    key: vault.match('key', rollout.actor.userId, `rollout ${rollout.id} ${n}`),
    bodyHmac: vault.match('body', 'adopt', canonical(told)),
    receivedAt: rollout.madeAt,
    actor: rollout.actor,
    data: {
      number,
      desk,
      superior: tree.departments.get(desk)?.parentId ?? desk,
      category,
      ...(grade && { grade }),
      ...(complexity && { complexity }),
      place: { village },
      parties: told.parties.map(({ role }, index) => ({ id: `p${index + 1}`, role })),
      dangerSigns: [],
      source: { channel: 'other' },
      policyHash,
      calendarHash,
      ledger: { importId, source: told.source, externalNumber },
      registeredAt,
      ...(transfer && { transfer }),
      ...(resolution && { resolution }),
    },
    text: key.seal(textOf(told)),
  };
  const reach = new ReachReader(source, rulebook);
  const state = () => reach.state({ kind: 'dispute', id }) as Promise<{ state: DisputeState; head: string } | null>;
  await door.register(id, command, unregistered(id, rules), { seq: 0, state });
  return { state: 'moved' };
}

function textOf({ title, narrative, address, parties }: LedgerCase): EventText['DisputeRegistered'] {
  return {
    title,
    narrative: narrative ?? title,
    ...(address && { address }),
    parties: Object.fromEntries(
      parties.map(({ name, phone }, index) => [`p${index + 1}`, { name, ...(phone && { phone }) }]),
    ),
  };
}
