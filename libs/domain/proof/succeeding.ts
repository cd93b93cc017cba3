import type { Book } from './book.js';

/** One department stands for another wherever the book names it as on the case. @returns whether it did anywhere */
export function succeed(book: Book, from: string, to: string): boolean {
  let isThere = false;
  const now = (departmentId: string): string => {
    if (departmentId !== from) return departmentId;
    isThere = true;
    return to;
  };
  book.desk = now(book.desk);
  if (book.lead !== null) book.lead = now(book.lead);
  if (book.entry) book.entry = { ...book.entry, superior: now(book.entry.superior) };
  for (const transfer of book.transfers.values()) {
    if (transfer.state === 'offered' || transfer.state === 'accepted') transfer.to = now(transfer.to);
  }
  for (const [id, owed] of book.open) {
    book.open.set(id, { ...owed, holder: { ...owed.holder, departmentId: now(owed.holder.departmentId) } });
  }
  for (const each of [...book.called]) if (each === from) book.called.add(now(each));
  renameNamed(book, now);
  const wasThere = isThere;
  recount(book, now);
  return wasThere;
}

/** Places are `justice:handler`; who was named by the successor itself stays named. */
function renameNamed(book: Book, now: (departmentId: string) => string): void {
  for (const [place, userId] of [...book.named]) {
    const renamed = placeNow(place, now);
    if (renamed === place) continue;
    book.named.delete(place);
    if (!book.named.has(renamed)) book.named.set(renamed, userId);
  }
  for (const each of [...book.everNamed]) {
    const [place, userId] = each.split(' ') as [string, string];
    book.everNamed.delete(each);
    book.everNamed.add(`${placeNow(place, now)} ${userId}`);
  }
}

function placeNow(place: string, now: (departmentId: string) => string): string {
  const [departmentId, role] = place.split(':') as [string, string];
  return `${now(departmentId)}:${role}`;
}

/** What was refused to the one is refused to who stands in its place. */
function recount(book: Book, now: (departmentId: string) => string): void {
  for (const [departmentId, count] of [...book.upheldBy]) {
    const renamed = now(departmentId);
    if (renamed === departmentId) continue;
    book.upheldBy.delete(departmentId);
    book.upheldBy.set(renamed, (book.upheldBy.get(renamed) ?? 0) + count);
  }
  for (const each of [...book.notUpheld]) {
    const [departmentId, reasonCode] = each.split(' ') as [string, string];
    book.notUpheld.delete(each);
    book.notUpheld.add(`${now(departmentId)} ${reasonCode}`);
  }
}
