import { headIn } from '#lexicon/heads.js';
import { usePreferences } from '../base/language.js';
import type { Import } from '../contract.js';
import { TableHead } from '../parts/lists.js';

/** Every cell that has to be mended, by its place; apart from these what is only said. */
export function Wrong({ sheet: { kind, known, errors, wrong } }: { sheet: Import }) {
  const { t, language } = usePreferences();
  /** The head in the sheet; of a column that it has not, how people call it. */
  const headOf = (column: string | null) => {
    const ours = known.find((each) => each.column === column)?.column;
    return ours ? headIn(kind, ours, language) : column;
  };
  const remarks = errors.filter((each) => each.isRemark);
  const faults = errors.filter((each) => !each.isRemark);
  return (
    <>
      {wrong === 0 ? (
        <p>{t.imports.none}</p>
      ) : (
        <section>
          <h2>{t.imports.wrong(wrong)}</h2>
          {faults.length < wrong && <p className="muted">{t.imports.wrongShown(faults.length)}</p>}
          <Cells errors={faults} headOf={headOf} />
        </section>
      )}
      {remarks.length > 0 && (
        <section>
          <h2>{t.imports.remarks(remarks.length)}</h2>
          <Cells errors={remarks} headOf={headOf} />
        </section>
      )}
    </>
  );
}

function Cells({ errors, headOf }: { errors: Import['errors']; headOf: (column: string | null) => string | null }) {
  const { t } = usePreferences();
  return (
    <div className="panel scroll">
      <table className="table cards">
        <TableHead titles={[t.imports.row, t.imports.column, t.imports.what]} />
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
  );
}
