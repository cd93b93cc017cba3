import type { Instant } from '../time/time.js';
import type { Book, Charged } from './book.js';
import { chargesWhoOwes } from './editions.js';

type Holding = Pick<Charged, 'departmentId' | 'phase'>;

/** Whose the time is from here on, and who may read the case from here on. */
export function charge(book: Book, moment: Instant): void {
  admit(book, moment);
  const { charged } = book;
  const who = holding(book);
  const running = charged.at(-1);
  if (running?.to === null) {
    if (who && isSame(running, who)) return;
    running.to = moment;
    if (running.from === moment) charged.pop();
  }
  if (!who) return;
  const before = charged.at(-1);
  if (before && before.to === moment && isSame(before, who)) before.to = null;
  else charged.push({ ...who, from: moment, to: null });
}

const isSame = (a: Holding, b: Holding) => a.departmentId === b.departmentId && a.phase === b.phase;

function admit({ readers, desk, lead, transfers, called, open }: Book, from: Instant): void {
  const onTheWay = [...transfers.values()].map((each) => each.to);
  const owing = [...open.values()].map((each) => each.holder.departmentId);
  for (const departmentId of [desk, lead, ...onTheWay, ...called, ...owing]) {
    if (departmentId && !readers.some((each) => each.departmentId === departmentId))
      readers.push({ departmentId, from });
  }
}

function holding(book: Book): Holding | null {
  const { stage, desk, lead } = book;
  switch (stage) {
    case 'none':
    case 'closed':
      return null;
    case 'entered':
      return { departmentId: desk, phase: 'desk' };
    case 'circulating': {
      const [offer] = book.openLeads();
      return offer && !offer.returning ? { departmentId: offer.to, phase: 'waiting-for-answer' } : dispatching(book);
    }
    case 'resolved':
      return { departmentId: visiting(book), phase: 'visiting' };
    default:
      return { departmentId: lead!, phase: stage === 'suspended' ? 'paused' : stage };
  }
}

function dispatching({ core, desk, open }: Book): Holding {
  const owing = [...open.values()].find((each) => each.kind === 'dispatch')?.holder.departmentId ?? desk;
  return owing === desk || !chargesWhoOwes(core)
    ? { departmentId: desk, phase: 'desk' }
    : { departmentId: owing, phase: 'designating' };
}

function visiting({ core, lead, open }: Book): string {
  if (!chargesWhoOwes(core)) return lead!;
  const owed = [...open.values()];
  const visits = owed.filter((each) => each.kind === 'return-visit');
  let first: (typeof owed)[number] | undefined;
  for (const each of visits.length > 0 ? visits : owed) if (!first || each.dueAt < first.dueAt) first = each;
  return first?.holder.departmentId ?? lead!;
}
