import { usePreferences } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useDepartments, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import { useNarrowed } from '../parts/narrowing.js';
import { CHIPS, type Filter } from './filters.js';

/** What a link asked for, in words. */
function useChips(filter: Filter) {
  const { t, language } = usePreferences();
  const departments = useDepartments();
  const zone = useZone();
  // An address is anybody's to write; what is no moment is refused by the API, not by a white page.
  const momentSaid = (value: string) => (Number.isNaN(Date.parse(value)) ? value : momentText(value, zone, language));
  const wordOf =
    (list: Readonly<Record<string, string>>) =>
    (code: string): string =>
      list[code] ?? code;
  const board = wordOf(t.board.column);
  const words: Partial<Record<(typeof CHIPS)[number], (value: string) => string>> = {
    desk: departments.name,
    enteredFrom: momentSaid,
    enteredTo: momentSaid,
    outcome: wordOf(t.outcome),
    lateFor: wordOf(t.kind),
    waits: wordOf(t.board.waits),
    board: (column) => `${board(column)} · ${filter.department ? departments.name(filter.department) : t.board.total}`,
  };
  return CHIPS.flatMap((name) => {
    // A department alone asks for its open cases.
    const value = filter[name] ?? (name === 'board' && filter.department ? 'open' : undefined);
    if (!value) return [];
    const said = words[name]?.(value) ?? value;
    return [{ name, says: t.list.chip[name](said) }];
  });
}

/** All that a list is narrowed by, in words. */
export function useSaid(filter: Filter): string[] {
  const { t } = usePreferences();
  const departments = useDepartments();
  const word = (list: 'status' | 'grade' | 'category', code: string | undefined) =>
    code ? [`${t.list[list]}: ${(t[list] as Record<string, string>)[code] ?? code}`] : [];
  return [
    ...word('status', filter.status),
    ...word('grade', filter.grade),
    ...word('category', filter.category),
    ...(filter.holder ? [`${t.list.holder}: ${departments.name(filter.holder)}`] : []),
    ...(filter.late === 'true' ? [t.list.late] : []),
    ...(filter.q ? [`${t.list.searchButton}: ${filter.q}`] : []),
    ...useNarrowed(filter, usePeople().name),
    ...useChips(filter).map(({ says }) => says),
  ];
}

/** The same, each taken away by a tap. */
export function Chips({ filter, set }: { filter: Filter; set: (name: string, value: string) => void }) {
  const { t } = usePreferences();
  const chips = useChips(filter);
  if (chips.length === 0) return null;
  return (
    <div className="row wrap saved-filters" role="group" aria-label={t.list.filter}>
      {chips.map(({ name, says }) => (
        <button
          key={name}
          type="button"
          className="button small"
          aria-label={t.list.without(says)}
          onClick={() => set(name, '')}
        >
          {says} ×
        </button>
      ))}
    </div>
  );
}
