import { queryOf } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { isApart } from '../base/rehearsing.js';

/** Of a sheet. A link cannot say which language it wants but in its address. */
export function useSheetAddress() {
  const { language } = usePreferences();
  return (file: string, asked: Record<string, string | undefined> = {}) =>
    `/api/v1/${file}${queryOf({ ...asked, language })}`;
}

/**
 * A list to take away: as a spreadsheet, as plain lines, by codes for programs, or on paper.
 *
 * @param table the address of the list
 * @param query what it is narrowed by
 */
export function TakeAway({
  table,
  query,
}: {
  table: 'disputes' | 'board' | 'statistics' | 'statistics/counted' | 'visits' | 'items';
  query: Record<string, string | undefined>;
}) {
  const t = useWording();
  const sheet = useSheetAddress();
  const asked = isApart('get', `/${table}`) ? { ...query, rehearsal: 'true' } : query;
  return (
    <details className="take-away">
      <summary className="button">{t.takeAway.title}</summary>
      <div className="take-away-ways">
        <a className="button" href={sheet(`${table}.xlsx`, asked)} download>
          {t.takeAway.xlsx}
        </a>
        <a className="button" href={sheet(`${table}.csv`, asked)} download>
          {t.takeAway.csv}
        </a>
        <a className="button" href={`/api/v1/${table}.csv${queryOf({ ...asked, format: 'codes' })}`} download>
          {t.takeAway.codes}
        </a>
        <button type="button" className="button" onClick={() => window.print()}>
          {t.takeAway.print}
        </button>
      </div>
    </details>
  );
}
