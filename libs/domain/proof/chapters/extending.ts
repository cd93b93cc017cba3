import type { Obligation } from '../../obligation/obligation.js';
import { nothing, type Book, type Chapter } from '../book.js';
import { countsMoreTimeByCourse } from '../editions.js';

export const EXTENDING: Chapter<'ExtensionAsked' | 'ExtensionDecided' | 'ExtensionLapsed'> = {
  ExtensionAsked(book, { at, actor, data: { extensionId, obligationId, by } }) {
    const asker = actor.kind === 'person' ? actor.userId : '';
    book.asked.set(extensionId, { by: asker, obligationId, limit: by });
    const obligation = book.open.get(obligationId);
    if (!obligation) book.fault(6, 'more time was asked for something that ended');
    else if (obligation.state === 'late' || (obligation.state === 'open' && at > obligation.dueAt))
      book.fault(6, `more time was asked for ${obligationId} after it had expired`);
    if (used(book, obligation) >= quota(book, obligation))
      book.fault(6, `more time was asked for ${obligationId} than its quota has`);
  },
  ExtensionDecided(book, { actor, data: { extensionId, approve } }) {
    const request = book.asked.get(extensionId);
    if (!request) book.fault(6, `extension ${extensionId} was decided that nobody asked for`);
    if (actor.kind !== 'person' || request?.by === actor.userId)
      book.fault(6, `extension ${extensionId} was decided by who asked for it`);
    book.asked.delete(extensionId);
    if (!approve || !request) return;
    book.granted = request;
    if (book.open.get(request.obligationId)?.kind === 'handle') book.extended += 1;
  },
  ExtensionLapsed: nothing,
};

function used({ core, extended }: Book, obligation: Obligation | undefined): number {
  if (obligation?.kind === 'handle' && countsMoreTimeByCourse(core)) return extended;
  return obligation?.terms.extensions.length ?? 0;
}

/** A step of a legal procedure that the law itself prolongs is prolonged once. */
function quota({ rules: { policy }, grade }: Book, obligation: Obligation | undefined): number {
  const [kind, track, step] = obligation?.rule.path.split('.') ?? [];
  const isByLaw = kind === 'statutory' && policy.statutory[track!]?.[Number(step)]?.extension !== undefined;
  return isByLaw ? 1 : policy.extensions[grade].times;
}
