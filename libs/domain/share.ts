/** 32 bits of a text, the same always (FNV-1a); texts that are alike have bits that are alike. */
export function bitsOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** 32 bits as a number from 0 up to 1. */
export const shareOf = (bits: number): number => (bits >>> 0) / 2 ** 32;
