/** One form of what looks the same: full-width letters and figures, blanks of any kind. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** PostgreSQL takes no NUL and no half of a surrogate pair; nobody types one on purpose. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
