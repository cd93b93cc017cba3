/** By which figures are multiplied, the largest first. */
const TIMES: Record<string, number> = { 亿: 1e8, 万: 1e4, 千: 1e3, 百: 1e2 };
const PARTS = /(\d+(?:\.\d+)?)([亿万千百]?)/y;
const WHOLE =
  /^(?:约|大约|共|共计|合计)?(?:¥|RMB|CNY|人民币)?((?:\d+(?:\.\d+)?[亿万千百]?)+)(?:元|块|块钱|圆|人|个人|户)?(?:整|左右)?$/i;
const CENTS = 100;

/** `1万2千`: each part smaller than the one before. */
function summed(parts: string): number {
  PARTS.lastIndex = 0;
  let [sum, least] = [0, Infinity];
  while (PARTS.lastIndex < parts.length) {
    const [, figures, unit = ''] = PARTS.exec(parts)!;
    const times = TIMES[unit] ?? 1;
    const part = Number(figures) * times;
    // 1万2 is 12,000 to some and 10,002 to others.
    if (part >= least || (least < Infinity && unit === '')) return NaN;
    [sum, least] = [sum + part, times];
  }
  return Math.round(sum * CENTS) / CENTS;
}

/**
 * A number as people type it: 1,200, 12 人, ￥１２，０００, 1.5万元. What is none goes as it is, and is said to be wrong.
 */
export function numberOf(text: string): number {
  const plain = text.normalize('NFKC').replace(/[,，、\s]/g, '');
  const parts = WHOLE.exec(plain)?.[1];
  const number = parts === undefined ? Number(plain || NaN) : summed(parts);
  // Said to be one: what carries it away would make nothing of it, which says that there is none.
  return Number.isNaN(number) ? (text as unknown as number) : number;
}

/** Of what was typed for a number, and is none. */
export const isNoNumber = (text: string): boolean => text.trim() !== '' && typeof numberOf(text) !== 'number';
