import type { DangerSign } from '#domain/words.js';
import { usePreferences } from '../base/language.js';
import type { PolicyDocument } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { GradeMark } from '../parts/marks.js';

/** What shows danger in what people write, and how a case with such a sign is graded at least. */
export function Danger({ document: { dangerAtLeast, danger } }: { document: PolicyDocument }) {
  const { t, listed } = usePreferences();
  return (
    <section className="section">
      <h2>{t.rules.danger}</h2>
      <table className="table cards">
        <TableHead titles={[t.rules.dangerSign, t.rules.dangerAtLeast, t.rules.dangerWords]} />
        <tbody>
          {(Object.keys(t.dangerSign) as DangerSign[]).map((sign) => (
            <tr key={sign}>
              <th scope="row">{t.dangerSign[sign]}</th>
              <td data-label={t.rules.dangerAtLeast}>
                {dangerAtLeast ? <GradeMark grade={dangerAtLeast[sign]} /> : '–'}
              </td>
              <td data-label={t.rules.dangerWords}>
                {danger
                  ?.filter((rule) => rule.sign === sign)
                  .map(({ words, near, within, unless }, n) => (
                    <p key={n}>
                      {listed(words)}
                      {near && <span className="muted"> · {t.rules.dangerNear(listed(near), within)}</span>}
                      {unless && <span className="muted"> · {t.rules.dangerUnless(listed(unless))}</span>}
                    </p>
                  )) ?? '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
