import { headIn } from '#lexicon/heads.js';
import { usePreferences } from '../base/language.js';
import type { Import } from '../contract.js';

/** Every cell that has to be mended, by its place. */
export function Wrong({ sheet: { kind, known, errors, wrong } }: { sheet: Import }) {
  const { t, language } = usePreferences();
  /** The head in the sheet; of a column that it has not, how people call it. */
  const headOf = (column: string | null) => {
    const ours = known.find((each) => each.column === column)?.column;
    return ours ? headIn(kind, ours, language) : column;
  };
  if (wrong === 0) return <p>{t.imports.none}</p>;
  return (
    <section>
      <h2>{t.imports.wrong(wrong)}</h2>
      {errors.length < wrong && <p className="muted">{t.imports.wrongShown(errors.length)}</p>}
      <div className="panel scroll">
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t.imports.row}</th>
              <th scope="col">{t.imports.column}</th>
              <th scope="col">{t.imports.what}</th>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ row, column, cell, code, detail }, index) => (
              <tr key={index} data-code={code}>
                <th scope="row">{row === 0 ? t.imports.wholeFile : row}</th>
                <td data-label={t.imports.column}>
                  {headOf(column)} <span className="muted">{cell}</span>
                </td>
                <td data-label={t.imports.what}>{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
