import type { ObligationView } from '../contract.js';
import type { Wording } from '../words/zh.js';

/** What is owed, and the how manieth of its kind where there are several. */
export const owedText = (
  { kind, n }: { kind: ObligationView['kind']; n?: number | null | undefined },
  t: Pick<Wording, 'kind'>,
): string => (n === undefined || n === null ? t.kind[kind] : `${t.kind[kind]} ${n}`);
