import { usePreferences } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { PolicyFields } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { GradeMark } from '../parts/marks.js';
import { besides, type Said } from './besides.js';
import { GRADES } from './rule-table.js';

/** More than this is read by who wants to. */
const LONG = 160;

/** Of a chapter whatever no table tells, so that no member of a policy is left out. */
export function Others({
  chapter: { name: chapter, fields },
  form,
  document,
}: {
  chapter: PolicyFields['chapters'][number];
  form: PolicyFields;
  document: unknown;
}) {
  const { t, language, listed } = usePreferences();
  const { name } = useDepartments();
  const all = besides(fields, form, document, { t, language, listed, name });
  if (all.length === 0) return null;
  const graded = all.filter(({ byGrade }) => byGrade);
  return (
    <section className="section" data-chapter={chapter}>
      <h2>{t.rules.othersOf(t.changing.chapter[chapter])}</h2>
      {graded.length > 0 && (
        <table className="table cards rule-table">
          <TableHead titles={[t.changing.member, ...GRADES.map((grade) => <GradeMark key={grade} grade={grade} />)]} />
          <tbody>
            {graded.map(({ path, label, values }) => (
              <tr key={path} data-field={path}>
                <th scope="row">{label}</th>
                {values.map(({ word, text }) => (
                  <td key={word} data-label={word}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className="facts rule-facts">
        {all
          .filter(({ byGrade }) => !byGrade)
          .map((each) => (
            <Fact key={each.path} {...each} />
          ))}
      </dl>
    </section>
  );
}

function Fact({ path, label, values }: Said) {
  const text = values.map((each) => (each.word === '' ? each.text : `${each.word} ${each.text}`)).join(' · ');
  return (
    <div data-field={path}>
      <dt>{label}</dt>
      <dd>
        {text.length > LONG ? (
          <details>
            <summary>{text.slice(0, LONG / 4)}…</summary>
            {text}
          </details>
        ) : (
          text
        )}
      </dd>
    </div>
  );
}
