import type { ReactNode } from 'react';
import type { Limit } from '#domain/time/limit.js';
import type { Grade } from '#domain/words.js';
import { useWording } from '../base/language.js';
import type { Examples, PolicyDocument } from '../contract.js';
import { COMPLEXITIES, gradeIn, GRADES, inOrder, Table, Until } from './rule-table.js';

/** The dates that numbers come to, by path of the number. */
type Known = ReadonlyMap<string, Examples['items'][number]>;

export function Limits({ document, known }: { document: PolicyDocument; known: Known }) {
  const t = useWording();
  const cell = (path: string, limit: Limit | null | undefined) => (
    <td key={path} data-label={gradeIn(path, t)}>
      {limit ? (
        <>
          {t.limit(limit)} <Until example={known.get(path)} />
        </>
      ) : (
        <span className="muted">{t.rules.none}</span>
      )}
    </td>
  );
  return (
    <Table title={t.rules.limits}>
      {inOrder(document.limits, t).map(([kind, row]) => (
        <tr key={kind}>
          <th scope="row">{kind === 'return-window' ? t.rules.returnWindow : t.kind[kind as keyof typeof t.kind]}</th>
          {GRADES.map((grade) => cell(`limits.${kind}.${grade}`, row[grade]))}
        </tr>
      ))}
      {COMPLEXITIES.map((each) => (
        <tr key={each}>
          <th scope="row">
            {t.kind.handle} · {t.complexity[each]}
          </th>
          {GRADES.map((grade) => cell(`handle.${grade}.${each}`, document.handle[grade][each]))}
        </tr>
      ))}
    </Table>
  );
}

function ByGrade({ label, row }: { label: string; row: (grade: Grade) => ReactNode }) {
  const t = useWording();
  return (
    <tr>
      <th scope="row">{label}</th>
      {GRADES.map((grade) => (
        <td key={grade} data-label={t.grade[grade]}>
          {row(grade)}
        </td>
      ))}
    </tr>
  );
}

export function Visits({ document, known }: { document: PolicyDocument; known: Known }) {
  const t = useWording();
  const most = Math.max(...GRADES.map((grade) => document.visits[grade].length));
  return (
    <Table title={t.nav.visits}>
      {Array.from({ length: most }, (_, n) => (
        <ByGrade
          key={n}
          label={t.rules.visit(n + 1)}
          row={(grade) => {
            const visit = document.visits[grade][n];
            if (!visit) return <span className="muted">–</span>;
            return (
              <>
                {t.limit(visit.after)} · {t.visitMode[visit.mode]} · {t.rules.tolerance(t.limit(visit.tolerance))}{' '}
                <Until example={known.get(`visits.${grade}.${n}`)} />
              </>
            );
          }}
        />
      ))}
    </Table>
  );
}

export function Statutory({ document, known }: { document: PolicyDocument; known: Known }) {
  const t = useWording();
  return (
    <section className="section">
      <h2>{t.rules.statutory}</h2>
      {Object.entries(document.statutory).map(([track, steps]) => (
        <div key={track} className="ladder">
          <h3>{t.track[track as keyof typeof t.track]}</h3>
          {steps.map(({ step, limit, extension }) => (
            <span key={step} className="rule-step">
              {t.trackStep[step] ?? step} {t.limit(limit)}
              {extension && ` + ${t.rules.extensionBy(t.limit(extension), 1, t.post.head)}`}{' '}
              <Until example={known.get(`statutory.${track}.${step}`)} />
            </span>
          ))}
        </div>
      ))}
    </section>
  );
}
