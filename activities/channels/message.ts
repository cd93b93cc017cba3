import type { NoticeKind, ObligationKind } from '#domain/words.js';
import { askedOf, verbFor, type Asked } from '#domain/reading/asked.js';
import { whyTold } from '#domain/telling/asks.js';
import { sentenceOf } from '#lexicon/told.js';
import { zh } from '#lexicon/zh.js';
import { scopesOf } from '#domain/people/readers.js';
import type { ToTell } from '#persistence/delivery/delivery-store.js';
import type { CommandActor } from '#domain/people/actor.js';
import type { Account, Tree } from '#domain/people/tree.js';

/**
 * What leaves the house: which department did what on which case, by its number, what is owed by when, why this person, and
 * where to do it. No title, no name, no place: mail servers and chat rooms are others'.
 */

export interface Line {
  noticeId: string;
  kind: NoticeKind;
  /** Of a dispute, or of an item that was reported. */
  disputeId?: string;
  itemId?: string;
  number?: string;
  /** Of what was done to many: how much of it is the reader's. */
  count?: number;
  obligation: { kind: ObligationKind; dueAt: string } | null;
  link: string;
  text: string;
}

export interface Message {
  subject: string;
  lines: Line[];
  /** It tells of nothing, and only shows that it arrives; in these words. */
  trial?: string;
}

export interface Setting {
  tree: Tree;
  zone: string;
  publicUrl: string;
}

/** Whether somebody may still see a case when they are about to be told of it. */
export function maySee(account: Account, tree: Tree, { visibleTo, reportedBy, count }: ToTell): boolean {
  // A number of one's own, and no case.
  if (visibleTo === null) return count !== null;
  const scopes = scopesOf(tree.actorOf(account), tree);
  return reportedBy === account.id || scopes.some((scope) => visibleTo.includes(scope));
}

/** Where one click opens the form that meets it, for who owes it. */
function formOf({ disputeId, obligation, visit }: ToTell, asked: Asked | null, reader: CommandActor): string {
  const verb = disputeId && asked && verbFor(asked, visit, reader);
  return verb ? `?do=${verb}&for=${obligation!.id}` : '';
}

/**
 * One message of all of them, a line each, in Chinese.
 *
 * @param contents at least one, and each that the account may see (`maySee`)
 * @returns `dueAt` as an instant; the line itself says it in the zone of the setting
 */
export function messageOf(contents: readonly ToTell[], account: Account, { tree, zone, publicUrl }: Setting): Message {
  const local = new Intl.DateTimeFormat('zh-CN', {
    timeZone: zone,
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const name = (id: string) => tree.departments.get(id)?.name ?? id;
  const reader = tree.actorOf(account);
  const lines = contents.map((each): Line => {
    const { noticeId, kind, disputeId, itemId, number, grade, obligation, count } = each;
    if (count !== null) return digestOf({ noticeId, kind, count }, publicUrl);
    const isOwnReport = each.reportedBy === account.id;
    // Whoever handed it in owes nothing of it.
    const asked = isOwnReport ? null : obligation && askedOf(obligation, each.visit, (id) => tree.departmentOf(id));
    const owed = asked && { ...obligation!, holder: asked.holder };
    const page = disputeId ? `/disputes/${disputeId}` : isOwnReport ? '/tell' : '/items';
    const link = `${publicUrl}${page}`;
    const sentence = sentenceOf(
      {
        kind,
        who: each.by && name(each.by),
        what: `${number}${grade ? `（${zh.grade[grade]}色）` : ''}`,
        owed: owed && {
          kind: owed.kind,
          ...(owed.n !== undefined && { n: owed.n }),
          act: asked!.act,
          by: name(owed.holder.departmentId),
          mine: owed.holder.departmentId === account.departmentId,
          due: local.format(new Date(owed.dueAt)),
          state: owed.state === 'late' ? 'late' : owed.state === 'open' || owed.state === 'paused' ? 'open' : 'ended',
        },
        why: whyTold(reader, owed, each),
      },
      'zh-CN',
    );
    return {
      noticeId,
      kind,
      ...(disputeId && { disputeId }),
      ...(itemId && { itemId }),
      ...(number !== null && { number }),
      obligation: obligation && { kind: obligation.kind, dueAt: obligation.dueAt },
      link,
      text: `【${zh.notice[kind]}】${sentence} ${link}${formOf(each, asked, reader)}`,
    };
  });
  const first = contents[0]!;
  const about = first.number ?? `${first.count} 项`;
  const subject = lines.length === 1 ? `【${zh.notice[first.kind]}】${about}` : `矛盾纠纷待办 ${lines.length} 件`;
  return { subject, lines };
}

/** How much, and where to look: what is owed stands in the list of one's own. */
function digestOf(
  { noticeId, kind, count }: Pick<Line, 'noticeId' | 'kind'> & { count: number },
  publicUrl: string,
): Line {
  const link = `${publicUrl}/inbox`;
  return { noticeId, kind, count, obligation: null, link, text: `【${zh.notice[kind]}】共 ${count} 项 · ${link}` };
}
