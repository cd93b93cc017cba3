import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { Api } from '../support/api.js';
import { Casework } from '../support/casework.js';
import * as given from '../support/given-files.js';

interface Entry {
  seq: number;
  previousHash: string;
  hash: string;
}
interface Dossier {
  format: string;
  dispute: { id: string; seq: number; parties: { phone?: string }[] };
  timeline: { type: string; text?: object }[];
  papers: { number: string; voided: object | null }[];
  record: Entry[];
}

/** Written a second time, from the words of verify.txt alone. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted((value as Record<string, unknown>)[key])]),
        )
      : value;

describe('the dossier', () => {
  let api: Api;
  let cases: Casework;
  let folder: string;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
    folder = mkdtempSync(join(tmpdir(), 'dossier-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await api.stop();
  });

  const take = async (who: string, id: string) => {
    const answer = await fetch(`${api.url}/api/v1/disputes/${id}/dossier`, {
      headers: { authorization: `Bearer ${await api.token(who)}` },
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, type: answer.headers.get('content-type'), bytes };
  };
  const unpacked = async (who: string, id: string) => {
    const files = unzipSync((await take(who, id)).bytes);
    return { files, dossier: JSON.parse(strFromU8(files['dossier.json']!)) as Dossier };
  };
  /** Nobody twice: a second report would be graded higher. */
  let phone = 13_700_005_677;
  const resolved = () =>
    cases.resolvedBy('justice', {
      rehearsal: false,
      parties: [{ name: '鲍石匠', role: 'applicant', phone: String((phone += 1)) }],
      source: { channel: 'walk-in', reporter: '覃守诚' },
    });

  it('is checked by the commands that it names, and fails them when a byte was changed', async () => {
    const { id } = await resolved();
    const { files } = await unpacked('desk', id);
    const key = await (await fetch(`${api.url}/api/v1/dossier-key`)).text();
    expect(key).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    writeFileSync(join(folder, 'dossier-key.pem'), key);
    for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data);
    const commands = strFromU8(files['verify.txt']!)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(openssl|sha256sum) /.test(line));
    expect(commands).toHaveLength(2);
    const run = (command: string) => execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' }).toString();
    expect(run(commands[0]!)).toContain('Signature Verified Successfully');
    expect(run(commands[1]!)).toMatch(/dossier\.json: OK\n.*dossier\.pdf: OK/s);
    const spoilt = Buffer.from(files['dossier.json']!);
    spoilt[200]! ^= 1;
    writeFileSync(join(folder, 'dossier.json'), spoilt);
    expect(() => run(commands[1]!)).toThrow();
    writeFileSync(join(folder, 'SHA256SUMS'), `${strFromU8(files.SHA256SUMS!)} `);
    expect(() => run(commands[0]!)).toThrow();
  });

  it('holds the whole chain, which anybody can follow', async () => {
    const { id, seq } = await resolved();
    const { dossier, files } = await unpacked('desk', id);
    expect(dossier).toMatchObject({ format: 'dispute-circulation/dossier/1', dispute: { id, seq } });
    expect(dossier.record.map((each) => each.seq)).toEqual(Array.from({ length: seq }, (_, n) => n + 1));
    let previous = '0'.repeat(64);
    for (const { previousHash, hash, ...event } of dossier.record) {
      expect(previousHash).toBe(previous);
      const bytes = Buffer.from(JSON.stringify(sorted(event)));
      previous = createHash('sha256').update(Buffer.from(previousHash, 'hex')).update(bytes).digest('hex');
      expect(hash).toBe(previous);
    }
    expect(strFromU8(files['dossier.pdf']!.subarray(0, 5))).toBe('%PDF-');
  });

  it('holds the files themselves, under their names, in the list that is signed', async () => {
    const { id } = await resolved();
    const photo = await given.jpeg();
    const paper = given.pdf('协议');
    const handed = async (bytes: Buffer, type: string) => {
      const answer = await fetch(`${api.url}/api/v1/disputes/${id}/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await api.token('desk')}`, 'content-type': type },
        body: new Uint8Array(bytes),
      });
      return ((await answer.json()) as { fileId: string }).fileId;
    };
    const fileId = await handed(photo, 'image/jpeg');
    await cases.does('desk', id, 'attach', { fileId, name: '现场 照片' });
    await cases.does('desk', id, 'attach', { fileId: await handed(paper, 'application/pdf'), name: '协议.pdf' });
    const { files, dossier } = await unpacked('desk', id);
    expect(Object.keys(files).filter((name) => name.startsWith('files/'))).toEqual([
      'files/01 现场 照片.jpg',
      'files/02 协议.pdf',
    ]);
    expect(Buffer.from(files['files/02 协议.pdf']!).equals(paper)).toBe(true);
    const { attachments } = dossier.dispute as unknown as { attachments: { sha256: string }[] };
    const sums = strFromU8(files.SHA256SUMS!);
    attachments.forEach(({ sha256 }, n) => expect(sums).toContain(`${sha256}  files/0${n + 1} `));
    const own = mkdtempSync(join(folder, 'files-'));
    mkdirSync(join(own, 'files'));
    for (const [name, data] of Object.entries(files)) writeFileSync(join(own, name), data);
    const checked = execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: own, stdio: 'pipe' }).toString();
    expect(checked.match(/: OK$/gm)).toHaveLength(5);
  });

  it('holds what its maker may read, never who told of the case, and each is logged', async () => {
    const { id } = await resolved();
    const byDesk = await unpacked('desk', id);
    const bySupervisor = await unpacked('supervisor', id);
    for (const { files } of [byDesk, bySupervisor]) expect(strFromU8(files['dossier.json']!)).not.toContain('覃守诚');
    expect(byDesk.dossier.dispute.parties[0]!.phone).toBe(String(phone));
    expect(strFromU8(bySupervisor.files['dossier.json']!)).not.toContain(String(phone));
    expect((await take('land', id)).status).toBe(404);
    const { body } = await api.get<{ items: { action: string; userId: string }[] }>(
      'auditor',
      `/audit?disputeId=${id}&limit=50`,
    );
    expect(body.items.filter(({ action }) => action === 'dossier').map(({ userId }) => userId)).toEqual([
      'supervisor',
      'desk',
    ]);
  });

  it('lists the papers that were issued of it with their numbers, those that are void as void', async () => {
    const { id } = await resolved();
    const issue = async () =>
      (
        await api.post<{ id: string; number: string }>('justice', `/disputes/${id}/papers`, {
          kind: 'receipt',
          subjectId: 't1',
        })
      ).body;
    const wrong = await issue();
    await api.post('justice', `/disputes/${id}/papers/${wrong.id}/void`, { reason: '写错' });
    const right = await issue();
    const { dossier } = await unpacked('desk', id);
    expect(dossier.papers).toMatchObject([
      { number: wrong.number, voided: { by: 'justice', reason: '写错' } },
      { number: right.number, voided: null },
    ]);
  });
});
