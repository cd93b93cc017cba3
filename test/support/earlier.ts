import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandData } from '#domain/dispute/commands.js';
import { isDrawn } from '#domain/dispute/chapters/visits/draw.js';
import { DAY, instantOf, plusMillis, type Instant } from '#domain/time/time.js';
import { canonical } from '#persistence/database/canonical.js';
import { Directory } from '#persistence/people/directory.js';
import { EventStore } from '#persistence/record/event-store.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import type { DataSource } from 'typeorm';
import { castOf } from '../../apps/local/player.js';
import { Script, doorOf } from '../../apps/local/script.js';
import type { Township } from './township.js';

/** The words and telephones of a case that was entered before. */
export interface Told {
  number: string;
  grade: 'blue' | 'red';
  title: string;
  address: string;
  parties: { name: string; role: 'applicant' | 'respondent'; phone?: string }[];
  /** What they agreed to. */
  terms?: string[];
}

/**
 * A case that justice resolved a week ago, so that the day of its visit is today: its life lies in the record of a
 * running township as that of every demo case does, decided by the core at its moments and signed as at the door.
 *
 * @returns its id
 */
export async function resolvedAWeekAgo(
  town: Township,
  { number, grade, title, address, parties, terms = [] }: Told,
): Promise<string> {
  const source = await town.database();
  try {
    const vault = await vaultOf(town, source);
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
      grade,
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
    script.do(justice, 'MakePlan', {}, { goal: '和解', measures: [] });
    const agreed = { outcome: 'mediated', terms: terms.map(() => ({})) } as const;
    script.do(justice, 'ResolveDispute', agreed, { summary: '拆墙让道', terms });
    script.moveTo(now).settle();
    await new EventStore(source, vault, rulebook, directory).append(id, 0, script.events);
    return id;
  } finally {
    await source.destroy();
  }
}

/** With the installation's own key: what nobody else can make, and what nobody at all needs but a test. */
function vaultOf(town: Township, source: DataSource): Promise<Vault> {
  return Vault.open(source, () => readFileSync(join(town.data, 'master.key'), 'utf8'));
}

/** A visit of a red case in such words that it is drawn for a spot check. */
export async function drawnBody<B extends { n: number }>(
  town: Township,
  id: string,
  visit: B,
): Promise<B & { note: string }> {
  const source = await town.database();
  try {
    const vault = await vaultOf(town, source);
    for (let n = 0; ; n += 1) {
      const body = { ...visit, note: `两家和好，第 ${n} 次核对。` };
      if (isDrawn(vault.match('body', `visit ${id}`, canonical(body)), `${id} ${visit.n}`, 0.25)) return body;
    }
  } finally {
    await source.destroy();
  }
}
