import { createHash } from 'node:crypto';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { entryWord } from '#lexicon/entries.js';
import { PAPER_TITLE } from '#lexicon/papers.js';
import { TABLE_WORDS } from '#lexicon/tables.js';
import { zh } from '#lexicon/zh.js';
import type { Tree } from '#domain/people/tree.js';
import type { StoredEvent } from '#persistence/record/event-reader.js';
import type { DisputeView, TimelineEntry } from '../disputes/answers.js';
import { hidesOther } from '../disputes/other-cases.js';
import type { IssuedPaper } from './answers.js';
import { dayText, momentText } from './dates.js';
import { entryLines, ERASED, peopleAndAmount } from './dossier-entries.js';
import type { DossierSheet } from './dossier-sheet.js';

/** A case as files that prove by themselves that nothing in them was changed. */

export interface DossierContent {
  view: DisputeView;
  timeline: TimelineEntry[];
  /** What was handed out of it, void or not. */
  papers: IssuedPaper[];
  record: StoredEvent[];
  madeBy: { userId: string; departmentId: string };
  madeAt: Date;
  zone: string;
}

const { head } = TABLE_WORDS['zh-CN'];

/** Counting, not what people did, nor what was done to them: the JSON has it, the paper would drown in it. */
const COUNTED = /^(Obligation(Opened|Met|Voided|Moved|Paused|Waived)|CommandRefused)$/;
const isCounted = ({ type, data }: TimelineEntry) =>
  COUNTED.test(type) || (type === 'LadderStepFired' && data.skipped !== undefined);

/** Who told of a case never leaves the house (domain.md §5, 11). */
export function withoutReporter(timeline: TimelineEntry[]): TimelineEntry[] {
  return timeline.map((event) => {
    if (event.type !== 'DisputeRegistered' || !event.text) return event;
    const { reporter: _reporter, ...text } = event.text;
    return { ...event, text };
  });
}

/** The case without what its maker may do, its timeline, and each entry of its record with its hash. */
export function dossierJson({ view, timeline, papers, record, madeBy, madeAt }: DossierContent): Buffer {
  const { can: _can, nextStep: _next, ...dispute } = view;
  const made = { format: 'dispute-circulation/dossier/1', madeAt: madeAt.toISOString(), madeBy };
  const hidden = new Set(timeline.filter(hidesOther).map(({ seq }) => seq));
  const entries = record.map(({ event, previous, hash }) => ({
    // What names a case that its maker may not see is not handed out; the chain goes on over it.
    ...(hidden.has(event.seq) ? { seq: event.seq, withheld: true } : event),
    previousHash: previous.toString('hex'),
    hash: hash.toString('hex'),
  }));
  return Buffer.from(`${JSON.stringify({ ...made, dispute, timeline, papers, record: entries }, null, 2)}\n`);
}

/**
 * The case on paper, in Chinese like all papers: what it is, what people did, how to check it. Of what was erased only
 * that.
 *
 * @param tree for the names of departments and people; who is not in it stands by id
 */
export function dossierSheet(
  { view, timeline, papers, record, madeAt, zone }: DossierContent,
  tree: Tree,
): DossierSheet {
  const name = (id: string) => tree.departments.get(id)?.name ?? id;
  const person = (id: string) => tree.accounts.find((each) => each.id === id)?.name ?? id;
  const who = ({ actor }: TimelineEntry) =>
    actor.kind === 'person' ? `${name(actor.departmentId)} ${person(actor.userId)}` : '系统';
  const paperText = ({ kind, number, copy, sender, issuedAt, issuedBy, voided }: IssuedPaper) => {
    const at = (moment: Date) => momentText(moment.toISOString(), zone);
    const issue = `${PAPER_TITLE[kind]}　${number}${copy > 1 ? `（第${copy}份）` : ''}　${name(sender)} ${person(issuedBy)}　${at(issuedAt)}`;
    return voided
      ? `【作废】${issue}；${at(voided.at)} ${person(voided.by)}作废${voided.reason ? `：${voided.reason}` : ''}`
      : issue;
  };
  const told = entryLines({ view, timeline, zone, department: name, person });
  return {
    title: `矛盾纠纷案卷 ${view.number}`,
    sections: [
      {
        heading: '基本情况',
        lines: [
          `标题：${view.title ?? ERASED}`,
          `类别：${zh.category[view.category]}　等级：${view.grade ? `${zh.grade[view.grade]}色` : '未定级'}　${head.complexity}：${zh.complexity[view.complexity]}　状态：${zh.status[view.status]}`,
          `${head.village}：${name(view.place.village)}${view.place.grid ? `　网格：${view.place.grid}` : ''}${view.place.address ? `　${head.address}：${view.place.address}` : ''}`,
          ...(view.externalNumber ? [`${head.externalNumber}：${view.externalNumber}`] : []),
          `登记：${momentText(view.createdAt, zone)}　流转台：${name(view.desk)}　当前责任单位：${name(view.holder)}`,
          ...view.parties.map((each) => `${head.parties}：${each.name ?? ERASED}（${zh.partyRole[each.role]}）`),
          ...peopleAndAmount(view),
          ...view.mergedFrom.map(({ number }) => `并入本案：${number}`),
          ...(view.mergedInto ? [`已并入：${view.mergedInto.number}`] : []),
          ...(view.narrative ? [`经过：${view.narrative}`] : []),
          ...(view.resolution
            ? [
                `办结：${momentText(view.resolution.resolvedAt, zone)}，${zh.outcome[view.resolution.outcome]}。${view.resolution.summary ?? ''}`,
              ]
            : []),
        ],
      },
      {
        heading: '办理经过',
        lines: timeline
          .filter((each) => !isCounted(each))
          .flatMap((each) => [
            `${each.seq}．${momentText(each.at, zone)}　${entryWord(each, timeline, zh)}　${who(each)}`,
            ...told(each).map((line) => `　　${line}`),
          ]),
      },
      ...(papers.length > 0
        ? [
            {
              heading: '已出具的文书',
              lines: papers.map((each, n) => `${n + 1}．${paperText(each)}`),
            },
          ]
        : []),
      ...(view.attachments.length > 0
        ? [
            {
              heading: '附件',
              lines: view.attachments.map(
                ({ name: called, size, sha256, at }, n) =>
                  `${n + 1}．${called ?? ERASED}　${Math.ceil(size / 1024)} KB　${momentText(at, zone)}　SHA-256 ${sha256}`,
              ),
            },
          ]
        : []),
      {
        heading: '校验',
        lines: [
          `记录共${record.length}条，末条哈希：${record.at(-1)?.hash.toString('hex') ?? '无'}`,
          ...(view.attachments.length > 0 ? ['附件原件见压缩包内 files 文件夹，序号与上列附件一致。'] : []),
          '同一压缩包内 SHA256SUMS 列出各文件的哈希，SHA256SUMS.sig 是本系统对它的签名；verify.txt 说明任何人如何核验。',
        ],
      },
    ],
    foot: `${view.number}　制作于${dayText(madeAt.toISOString(), zone)}`,
    madeAt,
  };
}

const VERIFY = `核验 / How to check

1. 从本系统取公钥 / fetch the public key:   GET /api/v1/dossier-key  ->  dossier-key.pem
2. 核验签名 / check the signature (OpenSSL 3):
     openssl pkeyutl -verify -pubin -inkey dossier-key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig
3. 核验文件 / check the files:
     sha256sum -c SHA256SUMS

record 中每条的 hash = SHA-256(previousHash 的 32 字节 + 该条去掉 previousHash 与 hash 后键名排序、无空白的 JSON)；标 withheld 的条目涉及制作人无权查看的其他案件，不列出内容
Each entry's hash in "record" = SHA-256(the 32 bytes of previousHash, then the entry without previousHash and hash as JSON with sorted keys and no space);
an entry marked "withheld" names another case that whoever made this may not see
`;

/** One file of the zip: what is long is asked for when it is its turn. */
export interface Part {
  name: string;
  bytes: () => Promise<Buffer>;
}

/** What is attached, in the order of the case; two of one name are told apart by their number. */
export const partOf = (name: string, n: number) => `files/${String(n + 1).padStart(2, '0')} ${name}`;

/**
 * A zip of the files, of SHA256SUMS over each of them, of its signature, and of how to check both. One file at a time is in
 * memory, however many there are.
 *
 * @param sign Ed25519
 * @param madeAt the moment that the zip gives all of them
 */
export async function* packed(
  parts: readonly Part[],
  sign: (data: Buffer) => Buffer,
  madeAt: Date,
): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    made.push(piece);
  });
  const add = (name: string, bytes: Uint8Array) => {
    // What is attached is packed already, all but a few.
    const file = name.startsWith('files/') ? new ZipPassThrough(name) : new ZipDeflate(name);
    file.mtime = madeAt;
    zip.add(file);
    file.push(bytes, true);
    return made.splice(0);
  };
  const sums: string[] = [];
  for (const { name, bytes } of [...parts, { name: 'verify.txt', bytes: () => Promise.resolve(Buffer.from(VERIFY)) }]) {
    const data = await bytes();
    sums.push(`${createHash('sha256').update(data).digest('hex')}  ${name}\n`);
    yield* add(name, data);
  }
  const list = Buffer.from(sums.join(''));
  yield* add('SHA256SUMS', list);
  yield* add('SHA256SUMS.sig', sign(list));
  zip.end();
  yield* made;
}
