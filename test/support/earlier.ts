import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandData } from '#domain/dispute/commands.js';
import type { Instant } from '#domain/time/time.js';
import { DAY, instantOf, plusMillis } from '#domain/time/time.js';
import { Directory } from '#persistence/people/directory.js';
import { EventStore } from '#persistence/record/event-store.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import { castOf } from '../../apps/local/player.js';
import { Script, doorOf } from '../../apps/local/script.js';
import type { Township } from './township.js';

/** The words and telephones of a case that was entered before. */
export interface Told {
  number: string;
  title: string;
  address: string;
  parties: { name: string; role: 'applicant' | 'respondent'; phone?: string }[];
}

/**
 * A case that justice resolved a week ago, so that the day of its visit is today: its life lies in the record of a
 * running township as that of every demo case does, decided by the core at its moments and signed as at the door.
 *
 * @returns its id
 */
export async function resolvedAWeekAgo(town: Township, { number, title, address, parties }: Told): Promise<string> {
  const source = await town.database();
  try {
    const vault = await Vault.open(source, () => readFileSync(join(town.data, 'master.key'), 'utf8'));
    const [rulebook, directory] = [new Rulebook(source), new Directory(source)];
    const { policy, calendar } = await rulebook.current('default');
    const cast = castOf(await directory.load());
    const now: Instant = instantOf(Date.now());
    const id = randomUUID();
    const rules = await rulebook.rules(policy.version, calendar.version);
    const script = new Script(id, rules, await doorOf(vault, source, id), plusMillis(now, -7 * DAY), now);
    const registration: CommandData['RegisterDispute'] = {
      number,
      desk: 'police',
      superior: 'centre',
      category: 'neighbours',
      grade: 'blue',
      place: { village: 'village-shixi' },
      parties: parties.map(({ role }, index) => ({ id: `p${index + 1}`, role })),
      dangerSigns: [],
      source: { channel: 'walk-in' },
      rehearsal: false,
      policyHash: policy.hash,
      calendarHash: calendar.hash,
    };
    const names = Object.fromEntries(parties.map(({ role: _role, ...party }, index) => [`p${index + 1}`, party]));
    const justice = cast.of('justice');
    script.do(cast.desk, 'RegisterDispute', registration, { title, narrative: title, address, parties: names });
    script.do(cast.desk, 'TransferDispute', { to: 'justice', role: 'lead', designated: false }, { reason: '邻里纠纷' });
    script.do(justice, 'AcceptTransfer', { transferId: 't1' });
    script.do(justice, 'ResolveDispute', { outcome: 'mediated', terms: [] }, { summary: '拆墙让道', terms: [] });
    script.moveTo(now).settle();
    await new EventStore(source, vault, rulebook, directory).append(id, 0, script.events);
    return id;
  } finally {
    await source.destroy();
  }
}
