import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { DataSource } from 'typeorm';
import { mailSender, type Acts } from '#activities/index.js';
import type { TemporalLine } from '#config/temporal.js';
import type { CommandData, PersonCommand, PersonCommandType, SentCommand } from '#domain/dispute/commands.js';
import { openObligations, unregistered, type DisputeState, type Registered } from '#domain/dispute/state.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { unreported, type Item, type ItemCommand, type ItemCommandData } from '#domain/item/item.js';
import { instantOf, type Instant } from '#domain/time/time.js';
import { openDatabase, RECORD_TIMEOUTS, type Timeouts } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { EventStore } from '#persistence/record/event-store.js';
import { eventsAfter } from '#persistence/record/event-reader.js';
import { ReachReader, type CaseRef, type Reached } from '#persistence/reading/reach.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Upkeep } from '#persistence/proof/upkeep.js';
import { signed, type Signable } from '#persistence/vault/signing.js';
import { Vault } from '#persistence/vault/vault.js';
import { ItemStore } from '#persistence/record/item-store.js';
import { OverdueReader } from '#persistence/reading/overdue.js';
import { workflowIdOf } from '#workflows/dispute/messages.js';
import type { Answer } from '#workflows/messages.js';
import { CALENDAR_VERSION, POLICY_VERSION } from '../../apps/local/reference.js';
import { TemporalGateway } from '../../apps/engine/gateway.js';
import { rollingOut } from '../../apps/worker/rolling-out.js';
import { Rhythms } from '../../apps/worker/rhythms.js';
import { createWorker } from '../../apps/worker/temporal-worker.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { PEOPLE, Town } from './town.js';

export const MASTER_KEY = '00'.repeat(32);

let installed = false;

/** The store as the worker sees it; a test may put something between. */
type Appending = Pick<EventStore, 'append'>;

/** The engine as it serves: a database of its own, a task queue of its own, a worker and a gateway. */
export class Engine {
  worker!: Worker;
  private running: Promise<void> | undefined;
  private connection: NativeConnection | undefined;

  private constructor(
    readonly database: TestDatabase,
    readonly source: DataSource,
    readonly store: EventStore,
    readonly vault: Vault,
    readonly rulebook: Rulebook,
    readonly gateway: TemporalGateway,
    readonly client: Client,
    readonly taskQueue: string,
    readonly rhythms: Rhythms,
    private readonly between: (store: EventStore) => Appending,
    private readonly acts: ((engine: Engine) => Acts) | undefined,
  ) {}

  static async start(
    options: {
      between?: (store: EventStore) => Appending;
      address?: string;
      /** How its own programs reach Temporal; the test itself goes straight there. */
      line?: TemporalLine;
      worker?: boolean;
      masterKeys?: () => string;
      /** How long the record is waited for; a test that calls an activity itself has no Temporal to try it again. */
      timeouts?: Timeouts;
      /** What its rollouts do. */
      acts?: (engine: Engine) => Acts;
    } = {},
  ): Promise<Engine> {
    const address = options.address ?? process.env.TEST_TEMPORAL_ADDRESS!;
    const database = await freshDatabase();
    const source = await openDatabase(database.writerUrl, options.timeouts ?? RECORD_TIMEOUTS).initialize();
    const vault = await Vault.open(source, options.masterKeys ?? (() => MASTER_KEY));
    const rulebook = new Rulebook(source);
    const store = new EventStore(source, vault, rulebook, new Directory(source));
    const taskQueue = `test-${randomUUID()}`;
    const line = { address, ...options.line };
    const gateway = TemporalGateway.connect({ ...line, namespace: 'default', taskQueue }, vault);
    const client = new Client({ connection: Connection.lazy({ address }) });
    const between = options.between ?? ((each) => each);
    const rhythms = Rhythms.connect({ ...line, namespace: 'default', taskQueue });
    const { acts } = options;
    const engine = new Engine(
      database,
      source,
      store,
      vault,
      rulebook,
      gateway,
      client,
      taskQueue,
      rhythms,
      between,
      acts,
    );
    if (options.worker !== false) await engine.startWorker(line);
    return engine;
  }

  async startWorker(line: TemporalLine | string = process.env.TEST_TEMPORAL_ADDRESS!): Promise<void> {
    if (!installed) Runtime.install({ shutdownSignals: [], logger: quiet });
    installed = true;
    this.connection = await NativeConnection.connect(typeof line === 'string' ? { address: line } : line);
    this.worker = await createWorker(
      this.connection,
      { namespace: 'default', taskQueue: this.taskQueue },
      {
        disputes: this.between(this.store) as EventStore,
        items: this.items,
        overdue: this.overdue,
        wake: this.rhythms.wake,
        rollOut: rollingOut(
          {
            source: this.source,
            vault: this.vault,
            rulebook: this.rulebook,
            directory: new Directory(this.source),
            door: this.gateway,
            mail: mailSender(null),
            publicUrl: 'https://disputes.example.gov.cn',
          },
          this.acts?.(this),
        ),
      },
    );
    this.running = this.worker.run();
  }

  async stopWorker(): Promise<void> {
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
    await this.connection?.close();
    this.connection = undefined;
    this.running = undefined;
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.gateway.close();
    await this.client.connection.close();
    await this.rhythms.close();
    await this.source.destroy();
    await this.database.drop();
  }

  get overdue(): OverdueReader {
    return new OverdueReader(this.source, this.rulebook);
  }

  get items(): ItemStore {
    return new ItemStore(this.source, this.vault, this.rulebook, new Directory(this.source));
  }

  get upkeep(): Upkeep {
    return new Upkeep(this.database.owner, this.vault, this.rulebook, new Directory(this.source));
  }

  /** The folded state as the record keeps it. */
  async state(id: string): Promise<Registered> {
    return (await this.seen('dispute', id))!.state;
  }

  async events(id: string): Promise<DisputeEvent[]> {
    return eventsAfter(this.source, id, 0);
  }

  command<T extends PersonCommandType>(
    who: string,
    type: T,
    data: CommandData[T],
    more: Partial<Pick<PersonCommand, 'key' | 'bodyHmac' | 'receivedAt' | 'text'>> & { aheadMs?: number } = {},
  ): PersonCommand {
    const { aheadMs = 0, ...rest } = more;
    return {
      type,
      actor: PEOPLE[who],
      receivedAt: instantOf(Date.now() + aheadMs),
      key: randomUUID(),
      bodyHmac: 'body',
      data,
      ...rest,
    } as PersonCommand;
  }

  async register(data: Partial<CommandData['RegisterDispute']> = {}, id: string = randomUUID()): Promise<string> {
    await this.vault.create(this.database.owner, id);
    const [{ n }] = (await this.database.owner.query(`SELECT nextval('dispute_number') AS n`)) as [{ n: string }];
    const command = this.command('desk', 'RegisterDispute', {
      number: `2026-${n.padStart(5, '0')}`,
      desk: 'police',
      superior: 'centre',
      category: 'neighbours',
      grade: 'blue',
      place: { village: 'village-shixi' },
      parties: [
        { id: 'p1', role: 'applicant' },
        { id: 'p2', role: 'respondent' },
      ],
      dangerSigns: [],
      source: { channel: 'walk-in' },
      rehearsal: true,
      policyHash: '',
      calendarHash: '',
      ...data,
    });
    await this.gateway.register(id, command, await this.blank(id), this.sight('dispute', id));
    return id;
  }

  async blank(id: string): Promise<DisputeState> {
    return unregistered(id, await this.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION));
  }

  /** A case of whose life this engine takes the record: signed at the door, and what people said is sealed with its own key. */
  async town(at: Instant): Promise<Town> {
    const id = randomUUID();
    const key = await this.vault.create(this.source, id);
    const rules = await this.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION);
    return new Town(at, rules, id, (command) =>
      this.signed(id, command.text === undefined ? command : { ...command, text: key.seal({ note: command.text }) }),
    );
  }

  /** As the API's door signs it. */
  signed<C extends Signable>(id: string, command: C): C {
    return signed(this.vault, id, command);
  }

  /** As the API's door sees it: the record first, then the workflow. */
  async send(id: string, command: SentCommand): Promise<Answer> {
    return this.gateway.submit(id, command, this.sight('dispute', id, await this.seen('dispute', id)));
  }

  /** @param seen nothing, as who begins a case sees it */
  sight<K extends CaseRef['kind']>(kind: K, id: string, seen: Reached<K> | null = null) {
    return { seq: seen?.state.seq ?? 0, head: seen?.head, state: () => this.seen(kind, id) };
  }

  private seen<K extends CaseRef['kind']>(kind: K, id: string): Promise<Reached<K> | null> {
    return new ReachReader(this.source, this.rulebook).state({ kind, id });
  }

  do<T extends PersonCommandType>(
    id: string,
    who: string,
    type: T,
    data: CommandData[T],
    aheadMs = 0,
  ): Promise<Answer> {
    return this.send(id, this.command(who, type, data, { aheadMs }));
  }

  /** Of a visit that was drawn the centre calls and hears the same; nobody knew which it would be. */
  async checked(id: string, n: number, aheadMs = 0): Promise<Answer | null> {
    const owed = openObligations(await this.state(id), 'spot-check');
    if (!owed.some((each) => each.n === n)) return null;
    const key = (await this.vault.find(this.database.owner, id))!;
    const text = key.seal({ note: '电话抽查，所述一致。' });
    return this.send(id, this.command('supervisor', 'CheckVisit', { n, result: 'confirmed' }, { aheadMs, text }));
  }

  /** A report of the grid, received by the police. */
  async report(data: Partial<ItemCommandData['ReportItem']> = {}): Promise<string> {
    const id = randomUUID();
    const key = await this.vault.create(this.database.owner, id);
    const [{ n }] = (await this.database.owner.query(`SELECT nextval('item_number') AS n`)) as [{ n: string }];
    const command: ItemCommand = {
      ...this.command('grid', 'AddNote', {}, { text: key.seal({ text: '有人说水渠被堵了' }) }),
      type: 'ReportItem',
      data: {
        number: `X26-${n.padStart(5, '0')}`,
        desk: 'police',
        superior: 'centre',
        feeder: 'patrol',
        village: 'village-shixi',
        dangerSigns: [],
        heardAt: instantOf(Date.now()),
        ...data,
      },
    };
    const rules = await this.rulebook.rules(POLICY_VERSION, CALENDAR_VERSION);
    await this.gateway.reportItem(id, command, unreported(id, rules), this.sight('item', id));
    return id;
  }

  /** As the API's door sends it, seeing the record first. */
  async sendToItem(id: string, command: ItemCommand): Promise<Answer> {
    return this.gateway.submitToItem(id, command, this.sight('item', id, await this.seen('item', id)));
  }

  async itemState(id: string): Promise<Item> {
    return (await this.seen('item', id))!.state;
  }

  handle(id: string) {
    return this.client.workflow.getHandle(workflowIdOf(id));
  }

  /** Offered to justice, accepted and resolved. */
  async resolved(data: Partial<CommandData['RegisterDispute']> = {}): Promise<string> {
    const id = await this.register(data);
    await this.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
    await this.do(id, 'justice', 'AcceptTransfer', { transferId: 't1' });
    await this.do(id, 'justice', 'RecordContact', { parties: ['p1'], at: instantOf(Date.now() - 1000) });
    await this.do(id, 'justice', 'ResolveDispute', { outcome: 'mediated', terms: [] });
    return id;
  }
}

const nothing = () => undefined;
const quiet = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: console.error, log: nothing };
