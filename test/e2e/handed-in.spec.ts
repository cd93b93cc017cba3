import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sweepFiles } from '#persistence/papers/file-store.js';
import { Api } from '../support/api.js';
import { Casework, quarrel } from '../support/casework.js';
import * as given from '../support/given-files.js';

interface Handed {
  fileId: string;
  mediaType: string;
  size: number;
  code: string;
}
interface Item {
  id: string;
  files: { id: string; mediaType: string; size: number; name: string | null }[];
  errors?: { pointer: string; code: string }[];
}
interface Registered {
  seq: number;
  dispute: { id: string; attachments: { id: string; name: string; by: string }[] };
  similar: object[];
  errors?: { pointer: string; code: string }[];
}

describe('files that are handed in before there is a case', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const hand = async (who: string, bytes: Buffer, type: string, name?: string, key?: string) => {
    const answer = await fetch(`${api.url}/api/v1/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await api.token(who)}`,
        'content-type': type,
        ...given.calledIn(name),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      body: new Uint8Array(bytes),
    });
    return { status: answer.status, body: (await answer.json()) as Handed };
  };
  const take = async (who: string, path: string) => {
    const answer = await fetch(`${api.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${await api.token(who)}` },
    });
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
  };
  const sound = (n: number) => Buffer.concat([given.amr(), Buffer.from(`${n}`)]);
  let n = 0;
  const handed = async (who: string, name?: string) => {
    const { status, body } = await hand(who, sound((n += 1)), 'audio/amr', name);
    expect(status).toBe(201);
    return body.fileId;
  };
  const report = (files: string[]) => ({
    text: '石溪村两户为滴水争了起来',
    feeder: 'patrol',
    village: 'village-shixi',
    files,
  });
  const problems = async () => (await api.engine.upkeep.verify()).problems;

  it('come with a report, are read by who reads that, and are the dispute’s after its promotion', async () => {
    const photo = (await hand('grid', await given.jpeg(), 'image/jpeg', '滴水.jpg')).body.fileId;
    const voice = await handed('grid', '王大爷.amr');
    const { status, body: item } = await api.post<Item>('grid', '/items', report([photo, voice]));
    expect(status).toBe(201);
    expect(item.files).toMatchObject([
      { id: photo, mediaType: 'image/jpeg', name: null },
      { id: voice, mediaType: 'audio/amr', name: null },
    ]);
    expect((await api.get<Item>('desk', `/items/${item.id}`)).body.files.map(({ name }) => name)).toEqual([
      '滴水.jpg',
      '王大爷.amr',
    ]);
    const path = `/items/${item.id}/files/${voice}`;
    const got = await take('desk', path);
    expect(got.bytes.equals(sound(n))).toBe(true);
    expect(got.headers.get('content-disposition')).toContain(encodeURIComponent('王大爷.amr'));
    expect((await take('desk', `/items/${item.id}/files/${photo}/thumbnail`)).headers.get('content-type')).toBe(
      'image/webp',
    );
    expect((await take('justice', path)).status).toBe(404);
    expect((await take('desk', `/items/${item.id}/files/${item.id}`)).status).toBe(404);
    const { body: log } = await api.get<{ items: { action: string; data: object }[] }>('auditor', '/audit?limit=50');
    expect(log.items).toContainEqual(
      expect.objectContaining({ action: 'file', data: { itemId: item.id, fileId: voice } }),
    );

    const { body: promoted } = await api.post<Registered>('desk', `/items/${item.id}/promote`, {
      ...quarrel(),
      source: undefined,
    });
    const { dispute } = promoted;
    // Whoever brings it attached it: who reported it is nobody's to read.
    expect(dispute.attachments).toMatchObject([
      { name: '滴水.jpg', by: 'desk' },
      { name: '王大爷.amr', by: 'desk' },
    ]);
    const own = dispute.attachments[1]!.id;
    expect((await take('desk', `/disputes/${dispute.id}/files/${own}`)).bytes.equals(sound(n))).toBe(true);
    expect((await take('desk', `/disputes/${dispute.id}/files/${dispute.attachments[0]!.id}/thumbnail`)).status).toBe(
      200,
    );
    expect((await problems()).filter((each) => each.includes(item.id) || each.includes(dispute.id))).toEqual([]);
    const { owner } = api.engine.database;
    await owner.query(`UPDATE file SET content = content || '\\x00' WHERE id = $1`, [voice]);
    expect((await problems()).filter((each) => each.includes(item.id))).toEqual([
      `item ${item.id}: the file ${voice} is not what was attached`,
    ]);
    await owner.query(`UPDATE file SET content = substr(content, 1, length(content) - 1) WHERE id = $1`, [voice]);
  });

  it('come with a registration, once however often it is sent', async () => {
    const files = [await handed('desk', '甲方陈述.amr'), await handed('desk')];
    const body = { ...quarrel(), files };
    const key = { 'idempotency-key': `registered-${files[0]}` };
    const first = await api.post<Registered>('desk', '/disputes', body, key);
    expect(first.status).toBe(201);
    expect(first.body.dispute.attachments).toMatchObject([
      { id: files[0], name: '甲方陈述.amr', by: 'desk' },
      { id: files[1], name: '附件.amr', by: 'desk' },
    ]);
    const again = await api.post<Registered>('desk', '/disputes', body, key);
    expect([again.status, again.body.seq, again.body.dispute.attachments.length]).toEqual([201, first.body.seq, 2]);
    const other = await api.post<Registered>('desk', '/disputes', { ...quarrel(), files });
    expect([other.status, other.body.errors]).toMatchObject([
      400,
      [
        { pointer: '/files/0', code: 'UNKNOWN_FILE' },
        { pointer: '/files/1', code: 'UNKNOWN_FILE' },
      ],
    ]);
    const { id } = first.body.dispute;
    expect((await problems()).filter((each) => each.includes(id))).toEqual([]);
  });

  it('are taken by `attach` as well', async () => {
    const { id } = await cases.register();
    const fileId = await handed('desk');
    const { status, body } = await api.post<Registered>('desk', `/disputes/${id}/attach`, { fileId, name: '录音' });
    expect([status, body.dispute.attachments.map((each) => each.id)]).toEqual([200, [fileId]]);
    expect((await take('desk', `/disputes/${id}/files/${fileId}`)).bytes.equals(sound(n))).toBe(true);
  });

  it('are their own person’s alone until then', async () => {
    const fileId = await handed('grid');
    const { id } = await cases.register();
    const unknown = [{ code: 'UNKNOWN_FILE' }];
    const refused = async (who: string, path: string, body: object) =>
      (await api.post<Item>(who, path, body)).body.errors;
    expect(await refused('desk', `/disputes/${id}/attach`, { fileId, name: '甲' })).toMatchObject(unknown);
    expect(await refused('desk', '/items', report([fileId]))).toMatchObject(unknown);
    expect(await refused('desk', '/disputes', { ...quarrel(), files: [fileId] })).toMatchObject(unknown);
    // Nor is one of a report anybody's for another.
    expect((await api.post<Item>('grid', '/items', report([fileId]))).status).toBe(201);
    expect(await refused('grid', '/items', report([fileId]))).toMatchObject(unknown);
    const { body: list } = await api.get<{ items: Item[] }>('grid', '/items?limit=200');
    const over = await api.post<Item>('grid', '/items', report(Array.from({ length: 10 }, () => fileId)));
    expect(over.body.errors).toMatchObject([{ pointer: '/files' }]);
    expect((await api.get<{ items: Item[] }>('grid', '/items?limit=200')).body.items).toHaveLength(list.items.length);
    expect((await hand('admin', given.pdf(), 'application/pdf')).body.code).toBe('NOT_ALLOWED');
    expect((await hand('grid', Buffer.from('<svg/>'), 'image/svg+xml')).body.code).toBe('FILE_NOT_TAKEN');
  });

  it('are taken back by who handed them in, and count no longer', async () => {
    const { owner } = api.engine.database;
    await owner.query(`DELETE FROM file WHERE created_by = 'grid'`);
    const nth = async (k: number) => hand('grid', given.pdf(`taken back ${k}`), 'application/pdf');
    const left = (who: string, fileId: string) => api.call(who, 'DELETE', `/files/${fileId}`);
    const ids: string[] = [];
    for (let k = 0; k < 60; k += 1) ids.push((await nth(k)).body.fileId);
    expect((await nth(60)).body.code).toBe('FILES_UNATTACHED');
    expect((await left('desk', ids[0]!)).status).toBe(404);
    expect((await left('grid', ids[0]!)).status).toBe(204);
    expect((await left('grid', ids[0]!)).status).toBe(404);
    expect((await nth(60)).status).toBe(201);
    // What something has taken stays there.
    expect((await api.post<Item>('grid', '/items', report([ids[1]!]))).status).toBe(201);
    expect((await left('grid', ids[1]!)).status).toBe(404);
    await owner.query(`DELETE FROM file WHERE created_by = 'grid' AND item_id IS NULL`);
  });

  it('of equal content stand beside each other by their names, and each form has its own', async () => {
    const bytes = given.pdf('the same picture');
    const [one, two] = [
      await hand('desk', bytes, 'application/pdf', '甲.pdf'),
      await hand('desk', bytes, 'application/pdf', '乙.pdf'),
    ];
    const files = [one.body.fileId, two.body.fileId];
    const { body } = await api.post<Registered>('desk', '/disputes', { ...quarrel(), files });
    expect(body.dispute.attachments.map((each) => each.name)).toEqual(['甲.pdf', '乙.pdf']);
    const keyed = (key: string) => hand('desk', bytes, 'application/pdf', '甲.pdf', key);
    const [a, b, again] = [await keyed('form a'), await keyed('form b'), await keyed('form a')];
    expect(b.body.fileId).not.toBe(a.body.fileId);
    expect(again.body.fileId).toBe(a.body.fileId);
  });

  it('are sealed, the same when they come twice, and go after a day when nothing took them', async () => {
    const secret = given.pdf('the wall of the eastern field');
    const [one, two] = [
      await hand('grid', secret, 'application/pdf', '界墙.pdf'),
      await hand('grid', secret, 'application/pdf'),
    ];
    expect(two.body.fileId).toBe(one.body.fileId);
    const { owner } = api.engine.database;
    const [row] = (await owner.query(`SELECT content, name FROM file WHERE id = $1`, [one.body.fileId])) as [
      { content: Buffer; name: Buffer },
    ];
    expect(row.content.includes('eastern')).toBe(false);
    expect(row.name.includes('界墙')).toBe(false);
    const kept = await handed('grid');
    const { body: item } = await api.post<Item>('grid', '/items', report([kept]));
    await owner.query(`UPDATE file SET created_at = now() - interval '25 hours' WHERE id = ANY ($1)`, [
      [one.body.fileId, kept],
    ]);
    await sweepFiles(api.engine.source, new Date(Date.now() - 24 * 3_600_000));
    const left = (await owner.query(`SELECT id FROM file WHERE id = ANY ($1)`, [[one.body.fileId, kept]])) as object[];
    expect(left).toEqual([{ id: kept }]);
    expect((await take('grid', `/items/${item.id}/files/${kept}`)).status).toBe(200);
  });
});
