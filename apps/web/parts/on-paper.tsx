import { usePreferences } from '../base/language.js';
import { useDepartments, useUser, useZone } from '../base/session.js';
import { momentText } from '../base/time.js';
import { usePrinting } from './printing.js';

/**
 * What a printed list says of itself: who printed it, when, what it was narrowed by, and whether it is all of it.
 *
 * @param filters each in words
 * @param list what of it is here
 */
export function OnPaper({
  filters = [],
  list,
}: {
  filters?: readonly string[];
  list?: { items: readonly unknown[]; hasNextPage: boolean };
}) {
  const { t, language, listed } = usePreferences();
  const { name } = useDepartments();
  const { name: who, departmentId } = useUser();
  const zone = useZone();
  const printing = usePrinting();
  if (!printing) return null;
  // Paper is read in other years.
  const moment = momentText(new Date().toISOString(), zone, language, 0);
  return (
    <div className="on-paper">
      <p>{t.onPaper.by(who, name(departmentId), moment)}</p>
      <p>{t.onPaper.filters(filters.length > 0 ? listed(filters) : t.onPaper.none)}</p>
      {list && (
        <p className="on-paper-count">
          {list.hasNextPage ? t.onPaper.first(list.items.length) : t.onPaper.all(list.items.length)}
        </p>
      )}
    </div>
  );
}
