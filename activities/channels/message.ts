import type { NoticeKind, ObligationKind } from '#domain/words.js';
import { zh } from '#lexicon/zh.js';
import { scopesOf } from '#domain/people/readers.js';
import type { ToTell } from '#persistence/delivery/delivery-store.js';
import type { Account, Tree } from '#domain/people/tree.js';

/**
 * What leaves the house: the case by its number, what is owed by when, why this person, and where to look. No title, no
 * name, no place: mail servers and chat rooms are others'.
 */

export interface Line {
  noticeId: string;
  kind: NoticeKind;
  /** Of a dispute, or of an item that was reported. */
  disputeId?: string;
  itemId?: string;
  number: string;
  obligation: { kind: ObligationKind; dueAt: string } | null;
  link: string;
  text: string;
}

export interface Message {
  subject: string;
  lines: Line[];
}

export interface Setting {
  tree: Tree;
  zone: string;
  publicUrl: string;
}

/** Whether somebody may still see a case when they are about to be told of it. */
export function maySee(account: Account, tree: Tree, { visibleTo, reportedBy }: ToTell): boolean {
  return reportedBy === account.id || scopesOf(tree.actorOf(account)).some((scope) => visibleTo.includes(scope));
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
  const lines = contents.map((each): Line => {
    const { noticeId, kind, disputeId, itemId, number, grade, obligation } = each;
    const isOwnReport = each.reportedBy === account.id;
    const owed = obligation ? `${zh.kind[obligation.kind]}，${local.format(new Date(obligation.dueAt))} 前` : null;
    const own = obligation?.holder.departmentId === account.departmentId || each.holder === account.departmentId;
    const why = isOwnReport
      ? `由您报送，${name(each.holder)}承办`
      : own
        ? `由${name(account.departmentId)}承办`
        : `由${name(obligation?.holder.departmentId ?? each.holder)}承办，请您关注`;
    const link = `${publicUrl}${disputeId ? `/disputes/${disputeId}` : isOwnReport ? '/tell' : '/items'}`;
    const parts = [
      `【${zh.notice[kind]}】${number}${grade ? `（${zh.grade[grade]}色）` : ''}`,
      ...(owed && !isOwnReport ? [owed] : []),
      why,
    ];
    return {
      noticeId,
      kind,
      ...(disputeId && { disputeId }),
      ...(itemId && { itemId }),
      number,
      obligation: obligation && { kind: obligation.kind, dueAt: obligation.dueAt },
      link,
      text: `${parts.join(' · ')} ${link}`,
    };
  });
  const first = contents[0]!;
  const subject =
    lines.length === 1 ? `【${zh.notice[first.kind]}】${first.number}` : `矛盾纠纷待办 ${lines.length} 件`;
  return { subject, lines };
}
