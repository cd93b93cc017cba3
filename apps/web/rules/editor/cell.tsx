import { useId } from 'react';
import { usePreferences } from '../../base/language.js';
import type { PolicyField } from '../../contract.js';
import { Until } from '../rule-table.js';
import { valueAt } from './document.js';
import { problemsAt, useEditing } from './editing.js';
import { labelOf, type Schema } from './said.js';
import { Value } from './value.js';

export const idOf = (pointer: string) => `at${pointer}`;

/** One value of the document with its date and what is wrong with it. */
export function Cell({
  pointer,
  field,
  word = '',
  about = '',
  optional = false,
}: {
  pointer: string;
  field: PolicyField;
  /** Shown above it. */
  word?: string;
  /** Read out besides. */
  about?: string;
  optional?: boolean;
}) {
  const { document, change, checked } = useEditing();
  const { language } = usePreferences();
  const id = useId();
  const problems = problemsAt(checked, pointer);
  const date = checked?.dates.find((each) => each.pointer === pointer);
  const label = [labelOf(field, language), about, word].filter((each) => each !== '').join(' ');
  return (
    <div
      className={problems.length > 0 ? 'rule-cell field-wrong' : 'rule-cell'}
      data-pointer={pointer}
      {...(problems.length > 0 && { role: 'group', 'aria-label': label, 'aria-describedby': id })}
    >
      {word !== '' && <span className="muted">{word}</span>}
      <Value
        id={idOf(pointer)}
        label={label}
        schema={field.schema as Schema}
        value={valueAt(document, pointer)}
        change={(value) => change(pointer, value)}
        optional={optional}
        wrong={problems.length > 0}
      />
      <Until example={date} />
      {problems.length > 0 && (
        <p className="field-error" id={id}>
          {[...new Set(problems)].join(' ')}
        </p>
      )}
    </div>
  );
}
