/**
 * A file of text as people hand one in: in UTF-8, or in GB18030 as Chinese programs write it without being asked; null
 * where it is neither.
 */
export function textOf(bytes: Uint8Array): string | null {
  // Excel calls it "Unicode text".
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\u0000')) return text;
    } catch {
      // It is not that one.
    }
  }
  return null;
}
