import { expect } from '@jest/globals';
import type { Api } from './api.js';
import { waterDispute } from './casework.js';

/** A second region, made by the doors that there are, whose places and people are called as some of the first. */

const PASSWORD = 'ein langer Satz vom Fluss';
/** Who is where; the first one lets the others in. */
const PEOPLE: [who: string, name: string, departmentId: string, roles: string[]][] = [
  ['heshan-admin', '方圆', 'heshan', ['admin']],
  ['heshan-auditor', '贺知微', 'heshan', ['auditor']],
  ['heshan-supervisor', '郑卫东', 'heshan-centre', ['supervisor']],
  ['heshan-desk', '周敏', 'heshan-police', ['desk']],
  ['heshan-visitor', '魏长河', 'heshan-police', ['visitor']],
  ['heshan-justice', '蒋南枝', 'heshan-justice', ['handler']],
  ['heshan-head', '蒋北辰', 'heshan-justice', ['handler', 'head']],
  ['heshan-grid', '苗青禾', 'heshan-village', ['reporter']],
];
export const OTHERS = PEOPLE.map(([who]) => who);

const DEPARTMENTS = [
  { id: 'heshan-centre', parentId: 'heshan', name: '石桥镇综治中心', nameEn: 'Heshan centre' },
  { id: 'heshan-police', parentId: 'heshan-centre', name: '河山派出所', nameEn: 'Heshan police', hasDesk: true },
  { id: 'heshan-justice', parentId: 'heshan-centre', name: '河山司法所', nameEn: 'Heshan justice' },
  { id: 'heshan-village', parentId: 'heshan-centre', name: '鹤林村', nameEn: 'Helin village', isVillage: true },
];

/** What of it nobody of the first may read. */
export const OF_OTHERS = ['河山派出所', '河山司法所', '贺知微', '魏长河', '蒋南枝', '蒋北辰', '苗青禾', 'HESHAN-20'];

const made = async (api: Api, who: string, path: string, body: object) => {
  const answer = await api.post<{ invitation?: { link: string } }>(who, path, body);
  expect({ path, status: answer.status, body: answer.body }).toMatchObject({ path, status: 201 });
  return answer.body;
};

async function bring(api: Api, by: string, [username, name, departmentId, roles]: (typeof PEOPLE)[number]) {
  const { invitation } = await made(api, by, '/users', { username, name, departmentId, roles });
  const token = /#token=([\w-]+)/.exec(invitation!.link)![1]!;
  const accepted = await api.post<{ token: string }>('', '/auth/accept-invitation', { token, password: PASSWORD });
  expect(accepted.status).toBe(200);
  api.know(username, accepted.body.token);
}

/** By the administrator of the first region its top and its first administrator, and all else by that one. */
export async function addOtherRegion(api: Api): Promise<void> {
  await made(api, 'admin', '/regions', { id: 'heshan', name: '河山县' });
  await made(api, 'admin', '/departments', { id: 'heshan', name: '河山县委政法委', parentId: null, region: 'heshan' });
  const [first, ...others] = PEOPLE;
  await bring(api, 'admin', first!);
  for (const each of DEPARTMENTS) await made(api, 'heshan-admin', '/departments', each);
  for (const each of others) await bring(api, 'heshan-admin', each);
  await isKnown(api);
}

/** The machine, too, knows of departments that were added within some seconds; what it rehearses until then counts nowhere. */
async function isKnown(api: Api): Promise<void> {
  const tried = { ...waterDispute({ place: { village: 'heshan-village' } }), rehearsal: true };
  for (const until = Date.now() + 15_000; ;) {
    const { status, body } = await api.post('heshan-desk', '/disputes', tried);
    if (status === 201) return;
    if (Date.now() > until) throw new Error(`the new departments never became known: ${JSON.stringify(body)}`);
  }
}
