import { queryOf } from '../base/api.js';
import { usePreferences } from '../base/language.js';
import { isApart } from '../base/rehearsing.js';

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
  const { t, language } = usePreferences();
  const asked = isApart('get', `/${table}`) ? { ...query, rehearsal: 'true' } : query;
  // A link cannot say which language it wants but in its address.
  const address = (ending: string, more: Record<string, string>) =>
    `/api/v1/${table}.${ending}${queryOf({ ...asked, ...more })}`;
  return (
    <details className="take-away">
      <summary className="button">{t.takeAway.title}</summary>
      <div className="take-away-ways">
        <a className="button" href={address('xlsx', { language })} download>
          {t.takeAway.xlsx}
        </a>
        <a className="button" href={address('csv', { language })} download>
          {t.takeAway.csv}
        </a>
        <a className="button" href={address('csv', { format: 'codes' })} download>
          {t.takeAway.codes}
        </a>
        <button type="button" className="button" onClick={() => window.print()}>
          {t.takeAway.print}
        </button>
      </div>
    </details>
  );
}
