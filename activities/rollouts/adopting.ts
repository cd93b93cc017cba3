import type { PersonCommand } from '#domain/dispute/commands.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { unregistered, type DisputeState } from '#domain/dispute/state.js';
import type { EventText } from '#domain/dispute/text.js';
import { regionAt } from '#domain/people/regions.js';
import type { LedgerCase } from '#domain/sheet/disputes.js';
import { differencesOf, isCorrigible } from '#domain/sheet/same.js';
import { civilDateAt } from '#domain/time/time.js';
import type { Db } from '#persistence/database/database.js';
import { canonical } from '#persistence/database/canonical.js';
import { uuidOf } from '#persistence/database/named-id.js';
import { rows } from '#persistence/database/rows.js';
import { forgetLines } from '#persistence/imports/import-store.js';
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
      const id = await ledgerCaseId(deps, rollout, value);
      const found = await caseOf(deps.source, id, value, importId);
      return found ? compared(deps, rollout, item, found, value) : adopt(deps, rollout, item, id, value);
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
  /** Brought in or corrected by this very import, whose answer nobody may have heard. */
  isOwn: boolean;
}

/** The number of a case is one of its ledger's; our own is known as well, since we write it into the sheets that we make. */
async function caseOf(
  source: Db,
  id: string,
  { externalNumber, desk }: LedgerCase,
  importId: string,
): Promise<FoundCase | null> {
  const [found] = await rows<FoundCase>(
    source,
    `SELECT row, coalesce(row #>> '{ledger,importId}' = $4, false) OR EXISTS (
         SELECT FROM event e WHERE e.dispute_id = d.id AND e.type = 'DisputeCorrected' AND e.data ->> 'importId' = $4
       ) AS "isOwn"
     FROM dispute d WHERE id = $1 OR (number = $2 AND desk = $3 AND NOT row ? 'ledger')`,
    [id, externalNumber, desk, importId],
  );
  return found ?? null;
}

/** Ledgers of two counties may have one name, and are two. */
async function ledgerCaseId(
  { directory }: Pick<ActDeps, 'directory'>,
  { actor }: Rollout,
  { source: ledger, externalNumber }: LedgerCase,
): Promise<string> {
  const { prefix } = regionAt(actor.departmentId, await directory.of(actor));
  return uuidOf(`${prefix}ledger ${canonical([ledger, externalNumber])}`);
}

/** Of a case that is there: what can be corrected is, where it came of this ledger and nothing else speaks against it. */
async function compared(
  deps: ActDeps,
  rollout: Rollout,
  item: Waiting,
  { row, isOwn }: FoundCase,
  told: LedgerCase,
): Promise<Ended> {
  const differences = differencesOf(row, told);
  const fixed = differences.filter((each) => !isCorrigible(each));
  if (fixed.length > 0 || (differences.length > 0 && !row.ledger)) {
    const columns = fixed.length > 0 ? fixed : differences;
    return { state: 'failed', code: 'ROW_DIFFERS', facts: { number: row.number, columns } };
  }
  const corrected = differences.length > 0 ? await correct(deps, rollout, item, row.id, told) : null;
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
