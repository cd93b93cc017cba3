/** PostgreSQL takes no NUL and no half of a surrogate pair; nobody types one on purpose. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
