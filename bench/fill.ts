import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors.js';
import { clockOf } from '#domain/obligation/obligation.js';
import { civilDateAt, instantOf, millisOf, parseInstant } from '#domain/time/time.js';
import { openDatabase, PATIENT_TIMEOUTS } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { EventStore } from '#persistence/record/event-store.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import { DESK, Player, beginningOf, castOf, idOf, registration } from '../apps/local/player.js';
import { Script, doorOf } from '../apps/local/script.js';
import { lifeOf, randomOf } from './lives.js';

/**
 * Fills a database with lives that the core decided, through the record's own store: every `step`-th of `total` from
 * `first`. A process of its own, so that each core has one.
 */
const [url, first, step, total, present] = process.argv.slice(2) as [string, string, string, string, string];
const FROM = parseInstant('2024-01-02T01:00:00.000Z')!;

const source: DataSource = await openDatabase(url, PATIENT_TIMEOUTS, 2).initialize();
const vault = await Vault.open(source, () => process.env.MASTER_KEY!);
const rulebook = new Rulebook(source);
const directory = new Directory(source);
const store = new EventStore(source, vault, rulebook, directory);
const tree = await directory.load();
const cast = castOf(tree);
const { policy, calendar } = await rulebook.current('default');
const rules = await rulebook.rules(policy.version, calendar.version);
const clock = clockOf(rules);
const now = instantOf(Date.now());
const all = Number(total);
/** The last of them are under way. */
const past = all - Number(present);

let writing = Promise.resolve();
for (let n = Number(first); n < all; n += Number(step)) {
  const life = lifeOf(n);
  const isPast = n < past;
  const registeredAt = isPast
    ? instantOf(millisOf(FROM) + ((millisOf(now) - millisOf(FROM)) * (n + randomOf(n)())) / past)
    : beginningOf(life, now, clock);
  const id = idOf(life.ref);
  const script = new Script(id, rules, await doorOf(vault, source, id), registeredAt, now).untilWork();
  const player = new Player(script, cast, life, {
    ...registration(life, undefined),
    number: `${civilDateAt(registeredAt, rules.policy.workingTime.zone).slice(0, 4)}-${String(n + 1).padStart(5, '0')}`,
    superior: tree.departments.get(DESK)!.parentId!,
    policyHash: policy.hash,
    calendarHash: calendar.hash,
  });
  try {
    if (isPast) player.wholeLife();
    else player.upTo(life, now);
  } catch (error) {
    // What the rules refuse does not happen; the life goes on as it stands.
    if (!(error instanceof DomainError)) throw error;
  }
  script.moveTo(now).settle();
  // The next life is played while this one is written.
  await writing;
  writing = store.append(id, 0, script.events).then(() => undefined);
  if ((n - Number(first)) % 500 === 0) console.log(n);
}
await writing;
await source.destroy();
