import { useState } from 'react';
import { usePreferences } from '../base/language.js';

/** By what the rows of a table are put in order, under the title of its column. */
export type Keys<T> = Record<string, (row: T) => string | number | null>;

/** Which way a column stands, where it sorts at all, and what a press on its head does. */
export interface Sorting {
  wayOf: (title: string) => Way | undefined;
  press: (title: string) => void;
}

/**
 * Rows that are all here, by the head that was pressed: words from their beginning, numbers from the largest, then the other
 * way about, then as they came. What has no figure comes last either way.
 */
export function useSorted<T>(rows: readonly T[], keys: Keys<T>): { sorted: readonly T[]; sorting: Sorting } {
  const { language } = usePreferences();
  const [asked, setAsked] = useState<{ by: string; up: boolean } | null>(null);
  // A title of another language sorts nothing.
  const key = asked ? keys[asked.by] : undefined;
  const press = (title: string) => {
    const first = rows.some((row) => typeof keys[title]!(row) === 'string');
    setAsked(asked?.by !== title ? { by: title, up: first } : asked.up === first ? { by: title, up: !first } : null);
  };
  const wayOf = (title: string): Way | undefined => {
    if (!(title in keys)) return undefined;
    return asked?.by !== title ? 'none' : asked.up ? 'ascending' : 'descending';
  };
  return { sorted: asked && key ? inOrder(rows, key, asked.up, language) : rows, sorting: { wayOf, press } };
}

function inOrder<T>(rows: readonly T[], key: Keys<T>[string], up: boolean, language: string): readonly T[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const way = up ? 1 : -1;
  return rows
    .map((row) => ({ row, value: key(row) }))
    .sort(({ value: a }, { value: b }) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return (typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b))) * way;
    })
    .map(({ row }) => row);
}

const ARROWS = { none: ' ↕', ascending: ' ↑', descending: ' ↓' };
export type Way = keyof typeof ARROWS;

/** The head of a column by which a list is sorted at a press, or by Enter on it. */
export function SortHead({
  title,
  way,
  press,
  className,
}: {
  title: string;
  way: Way;
  press: () => void;
  className?: string | undefined;
}) {
  return (
    <th scope="col" className={className} aria-sort={way}>
      <button type="button" className="bare sort" onClick={press}>
        {title}
        <span aria-hidden="true">{ARROWS[way]}</span>
      </button>
    </th>
  );
}
