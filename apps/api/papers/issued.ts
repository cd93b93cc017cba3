import type { IssuedPaper as PaperRow, PaperStanding } from '#persistence/papers/paper-store.js';
import { voidReason } from '#persistence/papers/paper-store.js';
import type { TextKey } from '#persistence/vault/vault.js';
import type { IssuedPaper } from './answers.js';
import { numberText } from './letters.js';

export type Standing = PaperRow & PaperStanding;

/**
 * A paper that was handed out, as people read of it.
 *
 * @param key without it nobody knows why a paper is void
 */
export function issuedPaper({ kind, copy, ...paper }: Standing, key: TextKey | null): IssuedPaper {
  const { id, subjectId, sender, year, n, issuedAt, issuedBy, voidBefore, voidedAt, voidedBy, voidText } = paper;
  const voided = voidedAt && { at: voidedAt, by: voidedBy!, reason: key && voidReason(key, voidText!) };
  const number = numberText(kind, { year, n });
  return { id, kind, subjectId, number, copy: copy - voidBefore, sender, issuedAt, issuedBy, voided };
}
