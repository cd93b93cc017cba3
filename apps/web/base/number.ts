/** A number as people type it, 1,200 or 12 人; what is none goes as it is, and is said to be wrong. */
export function numberOf(text: string): number {
  const number = Number(text.normalize('NFKC').replace(/[,\s人元¥]/g, ''));
  // Said to be one: what carries it away would make nothing of it, which says that there is none.
  return Number.isNaN(number) ? (text as unknown as number) : number;
}
