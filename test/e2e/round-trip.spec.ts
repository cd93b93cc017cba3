import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from '../../apps/api/imports/reading/read-file.js';
import { Api } from '../support/api.js';
import { Casework, type Page, type View } from '../support/casework.js';

interface Party {
  name: string;
  phone?: string;
  idNumber?: string;
  address?: string;
}
interface Told extends Omit<View, 'parties' | 'place'> {
  narrative: string;
  parties: Party[];
  place: { village: string; address: string };
}

const SEED = Number(process.env.FUZZ_SEED ?? 20261129);

/** What names and sentences are made of here, and what slips in out of Word, a telephone or a chat. */
const SIGNS = {
  han: [...'张王李赵欧阳司马诸葛村组号墙水地龑頔喆𠮷𰻞𫰠㜭'],
  tibetan: [...'བཀྲ་ཤིས་ནོར་བུ'],
  uyghur: [...'ئابلىكىمتۇرسۇن'],
  yi: [...'ꀀꁌꊈꋒ'],
  latin: [...'abzÄéñøO’Brien'],
  figures: [...'0123456789０１２９〇一二①'],
  signs: [...'·•・‧.．，。“”‘’（）—…《》、；:/-&<>"\'%#@=+*?\\|~'],
  emoji: ['😡', '👨‍👩‍👧', '🐘', '🔪', '❤️'],
  unseen: ['\u200b', '\u00ad', '\ufeff', '\u202e', '\u00a0', '\u3000', ' ', '\t'],
} as const;

const sign = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...SIGNS.han) },
  { weight: 2, arbitrary: fc.constantFrom(...SIGNS.tibetan, ...SIGNS.uyghur, ...SIGNS.yi) },
  { weight: 2, arbitrary: fc.constantFrom(...SIGNS.latin, ...SIGNS.figures) },
  { weight: 2, arbitrary: fc.constantFrom(...SIGNS.signs) },
  { weight: 1, arbitrary: fc.constantFrom(...SIGNS.emoji, ...SIGNS.unseen) },
);
/** Begins with two letters that a search can begin with. */
const words = (most: number) =>
  fc
    .tuple(fc.constantFrom('苏慎之', '乔木生', '欧阳亦凡', 'Tenzin', 'ئابلىكىم'), fc.array(sign, { maxLength: most }))
    .map(([begin, more]) => `${begin}${more.join('')}`);

/** As people write them, each with one number that it is found by; null where it is none. */
const PHONES: [typed: (n: string) => string, sought: (n: string) => string | null][] = [
  [(n) => `1380000${n}`, (n) => `1380000${n}`],
  [(n) => `+86 138-0000-${n}`, (n) => `1380000${n}`],
  [(n) => `0086 1380000${n}`, (n) => `1380000${n}`],
  [(n) => `１３８００００${n}`, (n) => `1380000${n}`],
  [(n) => `0872-555${n}`, (n) => `0872555${n}`],
  [(n) => `（0872）555 ${n} 转 801`, (n) => `0872-555${n}转801`],
  [(n) => `1380000${n}/0872-555${n}`, (n) => `1380000${n}`],
  [(n) => `不详${n}`, () => null],
];

/** Nothing typed is lost or changed between the form and whoever reads, looks for, or takes it away. */
describe('what was typed', () => {
  let api: Api;
  let cases: Casework;
  let serial = 1_000;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const found = async (q: string) =>
    (await api.get<Page<View>>('desk', `/disputes?q=${encodeURIComponent(q)}`)).body.items.map(({ id }) => id);
  const sheetOf = async (ending: 'csv' | 'xlsx', number: string) => {
    const answer = await fetch(`${api.url}/api/v1/disputes.${ending}?q=${number}`, {
      headers: { authorization: `Bearer ${await api.token('desk')}`, 'accept-language': 'zh-CN' },
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (ending === 'csv') {
      const [heads, row] = parse(Buffer.from(bytes), { bom: true }) as string[][];
      return Object.fromEntries(heads!.map((head, n) => [head, row![n]!]));
    }
    const read = await readFile({ bytes });
    if (!('rows' in read)) throw new Error(read.unreadable);
    const [heads, row] = read.rows.map(({ cells }) => cells);
    return Object.fromEntries(heads!.map((head, n) => [head, row![n] ?? '']));
  };
  /** In a sheet a cell has one line, and no formula begins in it. */
  const inOneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

  it('is what is read, found, and taken away', async () => {
    await fc.assert(
      fc.asyncProperty(
        words(60),
        words(300),
        words(30),
        words(20),
        words(40),
        fc.nat(PHONES.length - 1),
        async (title, told, name, other, address, which) => {
          const n = String((serial += 1));
          const [typed, sought] = PHONES[which]!;
          const phone = typed(n);
          const narrative = `${told}\n第二行：${told}`;
          const parties = [
            { name, role: 'applicant', phone, address },
            { name: `${other}${n}`, role: 'respondent' },
          ];
          const { id, number } = await cases.register({
            title,
            narrative,
            parties,
            place: { village: 'village-shixi', address },
          });
          const { body: view } = await api.get<Told>('desk', `/disputes/${id}`);
          expect({
            title: view.title,
            narrative: view.narrative,
            address: view.place.address,
            parties: view.parties.map((each) => [each.name, each.phone ?? null, each.address ?? null]),
          }).toEqual({
            title: title.trim(),
            narrative: narrative.trim(),
            address: address.trim(),
            parties: [
              [name.trim(), phone, address.trim()],
              [`${other}${n}`.trim(), null, null],
            ],
          });
          // A clerk copies a name, or a part of it, out of the page into the search.
          const copied = view.parties[1]!.name;
          if (copied.length <= 100) expect({ copied, found: await found(copied) }).toMatchObject({ found: [id] });
          const known = sought(n);
          if (known) expect({ phone, found: await found(known) }).toEqual({ phone, found: [id] });
          for (const ending of ['csv', 'xlsx'] as const) {
            const row = await sheetOf(ending, number);
            const plain = (text: string) => text.replace(/^'(?=[=+\-@＝＋－＠\t\r])/, '');
            expect({ ending, title: plain(row['标题']!), phone: plain(row['电话']!) }).toEqual({
              ending,
              title: inOneLine(title),
              phone: inOneLine(phone),
            });
            for (const each of parties) expect(row['当事人']).toContain(inOneLine(each.name));
          }
        },
      ),
      { numRuns: 40, seed: SEED, endOnFailure: true },
    );
  }, 120_000);

  it('is on the paper that is made of it, whatever signs there are', async () => {
    const [name] = fc.sample(words(30), { numRuns: 1, seed: SEED });
    const { id } = await cases.register({ title: `纸上的 ${name}`, parties: [{ name, role: 'applicant' }] });
    await cases.does('desk', id, 'transfer', { to: 'justice', reason: `请调解：${name}` });
    const answer = await fetch(`${api.url}/api/v1/disputes/${id}/papers/preview?kind=transfer-letter&subjectId=t1`, {
      headers: { authorization: `Bearer ${await api.token('desk')}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([answer.status, bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  });
});
