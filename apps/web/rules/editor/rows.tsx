import { usePreferences, useWording } from '../../base/language.js';
import { Cell, idOf } from './cell.js';
import { valueAt } from './document.js';
import { problemsAt, useEditing } from './editing.js';
import type { Member } from './form.js';
import { labelOf, type Schema } from './said.js';

type Row = Record<string, unknown>;

/** What a value is before somebody said what: what has to be chosen is empty, and told as missing until it is. */
function blankOf({ field, oneOf }: Member): unknown {
  const schema = field.schema as Schema;
  const first = oneOf[0];
  if (first) return { [first.name]: blankOf(first) };
  if (schema.format === 'limit') return { amount: 1, unit: schema.properties!.unit!.enum!.at(-1) };
  if (schema.type === 'array') return [];
  if (schema.type === 'number' || schema.type === 'integer')
    return schema.maximum === undefined ? 1 : Math.min(100, schema.maximum);
  return schema.enum?.[0] ?? '';
}

const blankRow = (members: readonly Member[]): Row =>
  Object.fromEntries(members.filter(({ optional }) => !optional).map((each) => [each.name, blankOf(each)]));

/** The rows of a list, in their order, which counts: each with its members. */
export function Rows({ members, pointer, about }: { members: Member[]; pointer: string; about: string }) {
  const t = useWording();
  const { document, change, checked } = useEditing();
  const found = valueAt(document, pointer);
  const rows = (Array.isArray(found) ? found : []) as Row[];
  const raise = (n: number) => {
    const next = [...rows];
    next.splice(n - 1, 0, ...next.splice(n, 1));
    change(pointer, next);
  };
  return (
    <>
      <ol className="rule-rows">
        {rows.map((_, n) => {
          const name = `${about} ${t.changing.row(n + 1)}`.trim();
          const at = `${pointer}/${n}`;
          return (
            <li key={n} aria-label={name} id={idOf(at)} tabIndex={-1}>
              <div className="rule-row">
                {members.map((member) => (
                  <MemberCell key={member.name} member={member} pointer={`${at}/${member.name}`} about={name} />
                ))}
              </div>
              {problemsAt(checked, at, false).map((each) => (
                <p key={each} className="field-error">
                  {each}
                </p>
              ))}
              <div className="row">
                {n > 0 && (
                  <button
                    type="button"
                    className="link"
                    aria-label={`${t.changing.raise} ${name}`}
                    onClick={() => raise(n)}
                  >
                    {t.changing.raise}
                  </button>
                )}
                <button
                  type="button"
                  className="link"
                  aria-label={`${t.form.remove} ${name}`}
                  onClick={() =>
                    change(
                      pointer,
                      rows.filter((__, each) => each !== n),
                    )
                  }
                >
                  {t.form.remove}
                </button>
              </div>
            </li>
          );
        })}
      </ol>
      <button type="button" className="button" onClick={() => change(pointer, [...rows, blankRow(members)])}>
        {about === '' ? t.form.add : `${t.form.add}: ${about}`}
      </button>
    </>
  );
}

function MemberCell({ member, pointer, about }: { member: Member; pointer: string; about: string }) {
  const { language } = usePreferences();
  const { field, oneOf, optional } = member;
  if (oneOf.length > 0) return <OneOf member={member} pointer={pointer} about={about} />;
  return <Cell pointer={pointer} field={field} about={about} word={labelOf(field, language)} optional={optional} />;
}

/** One of several ways to say it: which, and its value. */
function OneOf({ member, pointer, about }: { member: Member; pointer: string; about: string }) {
  const { language } = usePreferences();
  const { document, change, checked } = useEditing();
  const { field, oneOf } = member;
  const said = (valueAt(document, pointer) ?? {}) as Row;
  const chosen = oneOf.find(({ name }) => name in said) ?? oneOf[0]!;
  const problems = problemsAt(checked, pointer, false);
  return (
    <>
      <div className={problems.length > 0 ? 'rule-cell field-wrong' : 'rule-cell'}>
        <span className="muted">{labelOf(field, language)}</span>
        <select
          aria-label={`${labelOf(field, language)} ${about}`}
          value={chosen.name}
          onChange={({ target }) => {
            const next = oneOf.find(({ name }) => name === target.value)!;
            change(pointer, { [next.name]: blankOf(next) });
          }}
        >
          {oneOf.map((each) => (
            <option key={each.name} value={each.name}>
              {labelOf(each.field, language)}
            </option>
          ))}
        </select>
        {problems.map((each) => (
          <p key={each} className="field-error">
            {each}
          </p>
        ))}
      </div>
      <Cell
        pointer={`${pointer}/${chosen.name}`}
        field={chosen.field}
        about={about}
        word={labelOf(chosen.field, language)}
      />
    </>
  );
}
