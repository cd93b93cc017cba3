import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { PolicyDocument } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { Tag } from '../parts/marks.js';

export function Routing({ document }: { document: PolicyDocument }) {
  const t = useWording();
  const { name } = useDepartments();
  return (
    <section className="section">
      <h2>{t.rules.routing}</h2>
      <table className="table cards">
        <TableHead titles={[t.rules.category, t.rules.to, t.rules.because]} />
        <tbody>
          {document.routing.map((rule, n) => (
            <tr key={n}>
              <th scope="row">
                {t.category[rule.category]} {rule.dangerSign && <Tag tone="warn">{t.dangerSign[rule.dangerSign]}</Tag>}{' '}
                {rule.village && name(rule.village)}
              </th>
              <td data-label={t.rules.to}>{[rule.to, ...(rule.assist ?? [])].map(name).join(' + ')}</td>
              <td data-label={t.rules.because}>{rule.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
