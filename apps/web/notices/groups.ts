import type { Notice } from '../contract.js';
import { civil } from '../base/time.js';

/** What was told of one case on one day, the newest first. */
export interface NoticeGroup {
  id: string;
  /** Whether a day begins with it. */
  begins: boolean;
  notices: Notice[];
}

const caseOf = ({ disputeId, itemId, rolloutId }: Notice) => disputeId ?? itemId ?? rolloutId;

/** Newest first, by day, and of each day by case: where the newest of a case stands, stand the others. */
export function groupsOf(notices: readonly Notice[], zone: string): NoticeGroup[] {
  const groups: (NoticeGroup & { day: string })[] = [];
  for (const each of notices) {
    const { year, month, day: date } = civil(each.at, zone);
    const day = `${year}-${month}-${date}`;
    const own = groups.find((group) => group.day === day && caseOf(group.notices[0]!) === caseOf(each));
    if (own) own.notices.push(each);
    else groups.push({ id: `${day} ${caseOf(each)}`, day, begins: groups.at(-1)?.day !== day, notices: [each] });
  }
  return groups.map(({ day: _day, ...group }) => group);
}
