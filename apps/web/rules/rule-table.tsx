import type { ReactNode } from 'react';
import type { Complexity, Grade } from '#domain/words.js';
import { useWording } from '../base/language.js';
import type { Examples } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { GradeMark, Moment } from '../parts/marks.js';
import type { Wording } from '../words/zh.js';

export const GRADES: Grade[] = ['blue', 'yellow', 'red'];

export const COMPLEXITIES: Complexity[] = ['simple', 'ordinary', 'complex'];

/** Stages in the order of a case's life, in which the words stand; a stored document keeps no order of its own. */
export function inOrder<T>(byKind: Record<string, T>, t: Wording): [string, T][] {
  const place = (kind: string) => Object.keys(t.kind).indexOf(kind === 'return-window' ? 'decide-return' : kind);
  return Object.entries(byKind).sort(([a], [b]) => place(a) - place(b));
}

export const gradeIn = (path: string, t: Wording) => {
  const grade = GRADES.find((each) => path.includes(`.${each}`));
  return grade && t.grade[grade];
};

export function Until({ example }: { example: Pick<Examples['items'][number], 'dueAt' | 'provisional'> | undefined }) {
  const t = useWording();
  if (!example) return null;
  return (
    <span className={example.provisional ? 'rule-until provisional' : 'rule-until'}>
      → <Moment at={example.dueAt} /> {example.provisional && t.time.provisional}
    </span>
  );
}

export function Table({ title, children }: { title: string; children: ReactNode }) {
  const t = useWording();
  return (
    <section className="section">
      <h2>{title}</h2>
      <table className="table cards rule-table">
        <TableHead titles={[t.rules.stage, ...GRADES.map((grade) => <GradeMark key={grade} grade={grade} />)]} />
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
