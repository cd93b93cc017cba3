import { usePreferences, useWording } from '../../base/language.js';
import type { PolicyField } from '../../contract.js';
import { problemsAt, useEditing } from './editing.js';
import { Cell, idOf } from './cell.js';
import { isRows, keyWord, missingNames, placesOf, type Block, type Member, type Place } from './form.js';
import { Rows } from './rows.js';
import { boundsSaid, labelOf, limitIn, type Schema } from './said.js';

/** A field: what it is, what it may be and where it comes from; below, each of its places. */
export function FieldBlock({ block }: { block: Block }) {
  const { language, t, listed } = usePreferences();
  const { form, document } = useEditing();
  const { field } = block;
  const places = placesOf(field, form.names, document);
  return (
    <section className="section rule-field" data-field={field.path}>
      <h2>{labelOf(field, language)}</h2>
      <p className="muted rule-about">
        {t.changing.mayBe}: {boundsSaid(field.schema as Schema, { t, listed })}
        {/* Where its lines have sources of their own, each says it. */}
        {Object.keys(field.sources).length === 0 && (
          <>
            {' '}
            · <From source={field.source} />
          </>
        )}
      </p>
      <InRows members={block.members} />
      {isRows(field)
        ? places.map((place) => <NamedRows key={place.pointer} block={block} place={place} />)
        : linesOf(places).map(({ name, places: line }) => (
            <Line key={line[0]!.pointer} field={field} name={name} places={line} />
          ))}
      <AddName field={field} />
    </section>
  );
}

/** How far the numbers of a row may go. */
function InRows({ members }: { members: readonly Member[] }) {
  const { language, t, listed } = usePreferences();
  const measured = members
    .flatMap((each) => [each, ...each.oneOf])
    .map(({ field }) => ({ field, schema: field.schema as Schema }))
    .filter(({ schema }) => limitIn(schema) ?? schema.maximum !== undefined);
  if (measured.length === 0) return null;
  return (
    <ul className="muted rule-about">
      {measured.map(({ field, schema }) => (
        <li key={field.path}>
          {labelOf(field, language)}: {boundsSaid(schema, { t, listed })}
        </li>
      ))}
    </ul>
  );
}

/** Whether the law says it, whether it is done so somewhere, or was chosen here. */
function From({ source }: { source: PolicyField['source'] }) {
  const { language, t } = usePreferences();
  return (
    <span data-source={source.kind}>
      {t.rules.source}: <b>{t.changing.sourceKind[source.kind]}</b> · {language === 'en' ? source.en : source.zh}
    </span>
  );
}

/** Of a line where they differ. */
function FromOf({ field, word }: { field: PolicyField; word: string | undefined }) {
  if (word === undefined || Object.keys(field.sources).length === 0) return null;
  return (
    <p className="muted rule-about">
      <From source={field.sources[word] ?? field.source} />
    </p>
  );
}

/** Places beside each other differ by the last of their words; the words before it name the line. */
function linesOf(places: Place[]): { name: Place['keys']; places: Place[] }[] {
  const lines = new Map<string, { name: Place['keys']; places: Place[] }>();
  for (const place of places) {
    const name = place.keys.slice(0, -1);
    const key = name.map(({ word }) => word).join();
    const line = lines.get(key) ?? { name, places: [] };
    line.places.push(place);
    lines.set(key, line);
  }
  return [...lines.values()];
}

function Line({ field, name, places }: { field: PolicyField; name: Place['keys']; places: Place[] }) {
  const t = useWording();
  const { change, form } = useEditing();
  const about = name.map((key) => keyWord(key, t)).join(' · ');
  const first = name[0];
  const canGo = first !== undefined && !form.names[first.of]!.must;
  const optional = field.path.endsWith('?');
  return (
    <div className="rule-line">
      {about !== '' && (
        <h3>
          {about}{' '}
          {canGo && (
            <button
              type="button"
              className="link"
              aria-label={`${t.form.remove} ${about}`}
              onClick={() => change(places[0]!.pointer.split('/').slice(0, -1).join('/'), undefined)}
            >
              {t.form.remove}
            </button>
          )}
        </h3>
      )}
      <FromOf field={field} word={first?.word} />
      <div className="rule-cells">
        {places.map(({ pointer, keys }) => {
          const key = keys.at(-1);
          return (
            <Cell
              key={pointer}
              pointer={pointer}
              field={field}
              about={about}
              word={key ? keyWord(key, t) : ''}
              optional={optional}
            />
          );
        })}
      </div>
    </div>
  );
}

function NamedRows({ block, place }: { block: Block; place: Place }) {
  const t = useWording();
  const { change, checked, form } = useEditing();
  const key = place.keys.at(-1);
  const problems = problemsAt(checked, place.pointer, false);
  const canGo = key !== undefined && !form.names[key.of]!.must;
  return (
    <div className="rule-line" id={idOf(place.pointer)} tabIndex={-1}>
      {key && (
        <h3>
          {keyWord(key, t)}{' '}
          {canGo && (
            <button
              type="button"
              className="link"
              aria-label={`${t.form.remove} ${keyWord(key, t)}`}
              onClick={() => change(place.pointer, undefined)}
            >
              {t.form.remove}
            </button>
          )}
        </h3>
      )}
      <FromOf field={block.field} word={place.keys[0]?.word} />
      {problems.map((each) => (
        <p key={each} className="field-error">
          {each}
        </p>
      ))}
      <Rows members={block.members} pointer={place.pointer} about={key ? keyWord(key, t) : ''} />
    </div>
  );
}

/** What a document may say of more than it does: a ladder of its own for a stage, a statutory track. */
function AddName({ field }: { field: PolicyField }) {
  const t = useWording();
  const { form, document, change } = useEditing();
  const missing = missingNames(field, form.names, document);
  if (!missing || missing.words.length === 0) return null;
  const { of, pointer, words, blank } = missing;
  return (
    <select
      aria-label={`${t.form.add}: ${t.changing.addFor}`}
      value=""
      onChange={({ target }) => change(`${pointer}/${target.value}`, blank)}
    >
      <option value="">{t.changing.addFor}…</option>
      {words.map((word) => (
        <option key={word} value={word}>
          {keyWord({ of, word }, t)}
        </option>
      ))}
    </select>
  );
}
