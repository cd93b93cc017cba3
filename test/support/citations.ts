/** Citations of the house's pages in comments and pages, such as domain.md with a section, an item, or a heading. */

export interface Citation {
  /** As it is named, with or without its folder: `domain.md`, `docs/domain.md`. */
  page: string;
  sections: number[];
  /** An item of the first of the sections. */
  item?: number;
  /** A heading, or what a paragraph begins with in bold. */
  quote?: string;
}

const SIGN = '\u00a7';
const PLACE = `${SIGN}(\\d+)((?:(?:,| and) ${SIGN}?\\d+)*)`;
const CITATION = new RegExp(`((?:[\\w.-]+/)*[\\w-]+(?:\\.[\\w-]+)*\\.md)\\)?(?: ${PLACE})?(?:,? "([^"]+)")?`, 'g');
const BARE = new RegExp(PLACE, 'g');

/** What a comment says that goes over several lines, as one. */
const flowing = (text: string) => text.replaceAll(/\s*\n\s*(?:\*(?!\/)|\/\/|#|--)?\s*/g, ' ');

export function citationsIn(text: string): Citation[] {
  return [...flowing(text).matchAll(CITATION)].map(([, page, first, more = '', quote]) => ({
    page: page!,
    ...placesOf(first, more),
    ...(quote && { quote }),
  }));
}

/** Sections that are named without a page. */
export function bareIn(text: string): Omit<Citation, 'page'>[] {
  const rest = flowing(text).replaceAll(CITATION, '');
  return [...rest.matchAll(BARE)].map(([, first, more = '']) => placesOf(first, more));
}

/** How often the sign of a section stands in a text. */
export const signsIn = (text: string) => text.split(SIGN).length - 1;

function placesOf(first: string | undefined, more: string): Pick<Citation, 'sections' | 'item'> {
  if (!first) return { sections: [] };
  const others = [...more.matchAll(/(?:,| and) (\D?)(\d+)/g)];
  const item = others.find(([, sign]) => sign === '')?.[2];
  const sections = others.filter(([, sign]) => sign !== '').map(([, , number]) => Number(number));
  return { sections: [Number(first), ...sections], ...(item && { item: Number(item) }) };
}

/** What a page does not have of what is cited; nothing where it has all of it. */
export function missingFrom(text: string, { sections, item, quote }: Omit<Citation, 'page'>): string[] {
  const bodies = sections.map((each) => ({ each, body: sectionOf(text, each) }));
  const missing = bodies.filter(({ body }) => body === null).map(({ each }) => `section ${each}`);
  const within = bodies[0]?.body ?? text;
  if (item !== undefined && !within.includes(`\n${item}. `)) missing.push(`item ${item}`);
  if (quote !== undefined && !beginningsOf(within).some((each) => each.startsWith(quote.toLowerCase())))
    missing.push(`"${quote}"`);
  return missing;
}

function sectionOf(text: string, number: number): string | null {
  const part = text.split(/^(?=## )/m).find((each) => each.startsWith(`## ${number}. `));
  return part ?? null;
}

function beginningsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$|\*\*(.+?)\*\*/gm)].map(([, heading, bold]) => (heading ?? bold)!.toLowerCase());
}
