import { dangerOf } from '#domain/item/danger.js';
import { unreported, type Item, type ItemCommand } from '#domain/item/item.js';
import { dangerWordsOf } from '#domain/policy/alarm.js';
import { regionAt } from '#domain/people/regions.js';
import type { LedgerItem } from '#domain/sheet/items.js';
import { civilDateAt } from '#domain/time/time.js';
import { canonical } from '#persistence/database/canonical.js';
import { uuidOf } from '#persistence/database/named-id.js';
import { rows } from '#persistence/database/rows.js';
import { forgetLines } from '#persistence/imports/import-store.js';
import { ReachReader } from '#persistence/reading/reach.js';
import { nextNumber } from '#persistence/record/numbers.js';
import type { Ended, Rollout, Waiting } from '#persistence/rollouts/rollout-store.js';
import { lineRead, rulesNow, type ActDeps, type Brought } from './bringing-in.js';
import type { Act } from './rollout.js';

/** Reports of a list, brought in: each is handed to its desk once, which looks at it from now on. */
export function reporting(deps: ActDeps): Act {
  return {
    async do(rollout, item) {
      const read = await lineRead(deps, 'items', rollout, item);
      return 'state' in read ? read : report(deps, rollout, item, read.value);
    },
    end: ({ what }) => forgetLines(deps.source, (what as Brought).importId),
  };
}

async function report(deps: ActDeps, rollout: Rollout, { n }: Waiting, told: LedgerItem): Promise<Ended> {
  const { source, vault, directory, rulebook, door } = deps;
  const { externalNumber, text, place, reporter, feeder, village, desk, heardAt } = told;
  const { prefix } = regionAt(rollout.actor.departmentId, await directory.of(rollout.actor));
  const id = uuidOf(`${prefix}ledger item ${canonical([told.source, externalNumber])}`);
  const key = vault.match('key', rollout.actor.userId, `rollout ${rollout.id} ${n}`);
  const found = await known(deps, id, told, key);
  if (found) {
    if (found.text !== text)
      return { state: 'failed', code: 'ROW_DIFFERS', facts: { number: found.number, columns: ['text'] } };
    return { state: found.isOwn ? 'moved' : 'unchanged' };
  }
  const { region, rules, document } = await rulesNow(deps, rollout.actor);
  const tree = await directory.load();
  const day = civilDateAt(rollout.madeAt, rules.policy.workingTime.zone);
  const number = await nextNumber(source, region, 'item', day);
  const textKey = await vault.create(source, id);
  const command: ItemCommand = {
    type: 'ReportItem',
    key,
    bodyHmac: vault.match('body', 'report', canonical(told)),
    receivedAt: rollout.madeAt,
    actor: rollout.actor,
    data: {
      number,
      desk,
      superior: tree.departments.get(desk)?.parentId ?? desk,
      feeder,
      village,
      ...dangerOf(text, dangerWordsOf(document)),
      heardAt,
    },
    text: textKey.seal({ text, ...(place && { place }), ...(reporter && { reporter }) }),
  };
  const reach = new ReachReader(source, rulebook);
  const state = () => reach.state({ kind: 'item', id }) as Promise<{ state: Item; head: string } | null>;
  await door.reportItem(id, command, unreported(id, rules), { seq: 0, state });
  return { state: 'moved' };
}

/** Its number is one of its list's; our own is known as well, since we write it into the sheets that we make. */
async function known({ source }: ActDeps, id: string, { externalNumber, desk }: LedgerItem, key: string) {
  const [found] = await rows<{ number: string; text: string | null; isOwn: boolean }>(
    source,
    `SELECT i.number, i.text, EXISTS (SELECT FROM item_event e WHERE e.item_id = i.id AND e.answers ->> 'key' = $3) AS "isOwn"
     FROM item i WHERE i.id = $1 OR (i.number = $2 AND i.desk = $4)`,
    [id, externalNumber, key, desk],
  );
  return found ?? null;
}
