/** A text as a literal, for what takes no parameters: several statements in one text, and those that define something. */
export const quoted = (text: string): string => ["'", text.replaceAll("'", "''"), "'"].join('');
