import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { firstFalseAccess, logAccess } from '#persistence/audit/access-log.js';
import { takeCheckpoint } from '#persistence/proof/checkpoints.js';
import { KeyRing } from '#persistence/vault/key-ring.js';
import { rotate } from '#persistence/vault/rotation.js';
import { Upkeep } from '#persistence/proof/upkeep.js';
import { Vault } from '#persistence/vault/vault.js';
import { masterKeyFile, newMasterKey, readMasterKeys, writeMasterKeys } from '../../apps/local/secrets.js';
import { Engine } from '../support/engine.js';

const TOOL = fileURLToPath(new URL('../../dist/apps/local/rotate-key.js', import.meta.url));

/** The master key is changed while everything runs. One life of an installation, told in order. */
describe('a master key', () => {
  let folder: string;
  let file: string;
  let engine: Engine;
  let caseId: string;
  let first: string;
  let hash: string;
  const sealed: Record<string, string> = {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rotation-'));
    file = masterKeyFile(folder);
    first = KeyRing.of(readFileSync(file, 'utf8')).newest;
    engine = await Engine.start({ masterKeys: () => readFileSync(file, 'utf8') });
    const { vault, database } = engine;
    caseId = await engine.register();
    // More than two batches.
    const ids = Array.from({ length: 1_100 }, () => randomUUID()).sort();
    await Promise.all(
      ids.map(async (id) => (sealed[id] = (await vault.create(database.owner, id)).seal({ title: id }))),
    );
    hash = vault.match('phone', '13800001111');
    await logAccess(database.owner, vault, {
      action: 'view',
      userId: 'desk',
      departmentId: 'police',
      disputeId: caseId,
      visibleTo: ['^district'],
    });
    await takeCheckpoint(engine.source, vault, new Date());
    sealed.channel = vault.sealOwn('https://robot.example/secret', 'channel');
  });
  afterAll(async () => {
    await engine.stop();
    rmSync(folder, { recursive: true });
  });

  const wrappedBy = async () =>
    Object.fromEntries(
      (
        (await engine.database.owner.query(
          `SELECT coalesce(wrapped_by, 'nobody') AS id, count(*)::int AS n FROM
             (SELECT wrapped_by FROM dispute_key UNION ALL SELECT wrapped_by FROM own_key) k GROUP BY 1`,
        )) as { id: string; n: number }[]
      ).map(({ id, n }) => [id, n]),
    );

  /** The operator's command, as a process of its own; killed when it says that line. */
  const rotateKey = (args: string[], killAt?: string) =>
    new Promise<{ code: number | null; said: string }>((resolve) => {
      const tool = spawn(process.execPath, [TOOL, 'rotate-key', ...args], {
        env: { PATH: process.env.PATH, DATA_DIR: folder, DATABASE_URL: engine.database.ownerUrl },
      });
      let said = '';
      for (const stream of [tool.stdout, tool.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          said += `${line}\n`;
          if (killAt !== undefined && line.includes(killAt)) tool.kill('SIGKILL');
        });
      }
      tool.on('close', (code) => resolve({ code, said }));
    });

  const opensEverything = async (vault: Vault) => {
    const { channel, ...texts } = sealed;
    expect(vault.openOwn(channel!, 'channel')).toBe('https://robot.example/secret');
    await Promise.all(
      Object.entries(texts).map(async ([id, text]) =>
        expect((await vault.find(engine.database.owner, id))!.open(text)).toEqual({ title: id }),
      ),
    );
  };

  it('is named on all that it wraps', async () => {
    expect(Object.keys(await wrappedBy())).toEqual([first]);
  });

  it('can be changed half, by a command that is killed', async () => {
    const last = Object.keys(sealed)
      .filter((each) => each !== 'channel')
      .sort()
      .at(-1);
    const holding = engine.database.owner.createQueryRunner();
    await holding.startTransaction();
    // The last batch cannot end: the command is cut off in the midst of its work, whatever the speed of the machine.
    await holding.query(`SELECT 1 FROM dispute_key WHERE dispute_id = $1 FOR UPDATE`, [last]);
    try {
      const { code, said } = await rotateKey(['--new'], '· 1004 keys');
      expect({ code, made: said.includes('made the master key') }).toEqual({ code: null, made: true });
    } finally {
      await holding.rollbackTransaction();
      await holding.release();
    }
    const ring = KeyRing.of(readFileSync(file, 'utf8'));
    const counts = await wrappedBy();
    expect(Object.keys(counts).sort()).toEqual([...ring.ids].sort());
    expect(counts[ring.newest]).toBe(1_004);
    expect(counts[first]).toBeGreaterThan(90);
  });

  it('half changed serves who runs, who starts, and what is new', async () => {
    await opensEverything(engine.vault);
    await opensEverything(await Vault.open(engine.source, () => readFileSync(file, 'utf8')));
    const id = randomUUID();
    sealed[id] = (await engine.vault.create(engine.source, id)).seal({ title: id });
    expect((await engine.upkeep.verify()).problems).toEqual([]);
    await engine.do(caseId, 'desk', 'AddNote', {});
  });

  it('that is still needed cannot be left out: the start names it', async () => {
    const [newest] = readMasterKeys(file);
    await expect(Vault.open(engine.source, () => newest!)).rejects.toThrow(
      `the master key ${first} is still needed and not in the ring`,
    );
    await expect(Upkeep.of(engine.source, newMasterKey)).rejects.toThrow('MASTER_KEY');
  });

  it('that is still needed stops the command before it changes anything', async () => {
    const state = () => engine.database.owner.query(`SELECT id, current FROM master_key ORDER BY id`);
    const before = await state();
    await expect(rotate(engine.database.owner, KeyRing.of(newMasterKey()))).rejects.toThrow('is still needed');
    expect(await state()).toEqual(before);
  });

  it('is changed wholly by the same command again, which makes no third key', async () => {
    const { code, said } = await rotateKey(['--new']);
    expect(code).toBe(0);
    expect(said).toContain('an earlier rotation');
    const ring = KeyRing.of(readFileSync(file, 'utf8'));
    expect(ring.ids).toHaveLength(2);
    expect(said).toContain(`retired: ${first}`);
    expect(Object.keys(await wrappedBy())).toEqual([ring.newest]);
  });

  it('changed already is not changed again', async () => {
    const before = await engine.database.owner.query(
      `SELECT md5(string_agg(k::text, '' ORDER BY k)) FROM dispute_key k`,
    );
    const { code, said } = await rotateKey([]);
    expect(code).toBe(0);
    expect(said).toContain('0 keys were wrapped anew');
    expect(
      await engine.database.owner.query(`SELECT md5(string_agg(k::text, '' ORDER BY k)) FROM dispute_key k`),
    ).toEqual(before);
  });

  it('that wraps nothing any more can be removed, and all goes on', async () => {
    expect((await rotateKey(['--forget'])).code).toBe(0);
    expect(readMasterKeys(file)).toHaveLength(1);
    const fresh = await Vault.open(engine.source, () => readFileSync(file, 'utf8'));
    await opensEverything(fresh);
    // Who still has the retired key for current in memory takes the new one when the database refuses the old.
    const id = randomUUID();
    sealed[id] = (await engine.vault.create(engine.source, id)).seal({ title: id });
    await opensEverything(fresh);
    expect(await engine.register()).toBeTruthy();
  });

  it('leaves keyed hashes, checkpoints and the access log as they were', async () => {
    const fresh = await Vault.open(engine.source, () => readFileSync(file, 'utf8'));
    expect(fresh.match('phone', '13800001111')).toBe(hash);
    expect(await firstFalseAccess(engine.database.owner, fresh)).toEqual({ checked: 1, firstBroken: null });
    const upkeep = await Upkeep.of(engine.source, () => readFileSync(file, 'utf8'));
    expect((await upkeep.verify()).problems).toEqual([]);
    // The checkpoint is of before the change, and is looked at.
    const turn = () =>
      engine.database.admin.transaction((db) =>
        db.query(`SET LOCAL session_replication_role = replica; UPDATE checkpoint SET mac = reverse(mac)`),
      );
    await turn();
    expect((await upkeep.verify()).problems).toEqual([expect.stringContaining('checkpoint')]);
    await turn();
  });

  it('that was lost with the ring opens nothing', async () => {
    await expect(Vault.open(engine.source, newMasterKey)).rejects.toThrow('is still needed');
  });

  it('that was the only one before there was a ring is changed like any other', async () => {
    const old = newMasterKey();
    const other = await Engine.start({ worker: false, masterKeys: () => old });
    try {
      const { owner } = other.database;
      const id = randomUUID();
      const text = (await other.vault.create(owner, id)).seal({ title: 'x' });
      // As the migration leaves a database that was in use.
      await owner.query(`UPDATE dispute_key SET wrapped_by = NULL`);
      await owner.query(`UPDATE own_key SET wrapped = NULL, wrapped_by = NULL`);
      await owner.query(`DELETE FROM master_key`);
      await expect(rotate(owner, KeyRing.of(newMasterKey()))).rejects.toThrow('not the one that wrapped');
      const before = await Vault.open(owner, () => old);
      const derived = before.match('name', '某');
      const home = mkdtempSync(join(tmpdir(), 'rotation-'));
      const keys = join(home, 'master.key');
      writeMasterKeys(keys, [old]);
      await new Promise<void>((resolve) => {
        spawn(process.execPath, [TOOL, 'rotate-key', '--new', '--forget'], {
          env: { PATH: process.env.PATH, DATA_DIR: home, DATABASE_URL: other.database.ownerUrl },
          stdio: 'ignore',
        }).on('close', () => resolve());
      });
      const after = await Vault.open(owner, () => readFileSync(keys, 'utf8'));
      expect(readMasterKeys(keys)).not.toContain(old);
      expect(after.match('name', '某')).toBe(derived);
      expect((await after.find(owner, id))!.open(text)).toEqual({ title: 'x' });
      rmSync(home, { recursive: true });
    } finally {
      await other.stop();
    }
  });
});
