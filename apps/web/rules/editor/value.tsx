import { useState } from 'react';
import { useWording } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { Limit } from '../../contract.js';
import { stepSaid, wordsFor } from './form.js';
import { limitIn, type Schema } from './said.js';

interface Props {
  /** Read out: what it is, and of what. */
  label: string;
  schema: Schema;
  value: unknown;
  change: (value: unknown) => void;
  /** Whether it may be taken away. */
  optional?: boolean;
  /** Of the element, so that a problem's link comes to it. */
  id: string;
  wrong?: boolean;
}

/** One value, edited as its schema says what it may be. */
export function Value(props: Props) {
  const { schema } = props;
  const limit = limitIn(schema);
  if (limit)
    return <LimitValue {...props} units={limit.properties!.unit!.enum!} nullable={schema.anyOf !== undefined} />;
  if (schema.format === 'sessions') return <Sessions {...props} />;
  if (schema.items?.format === 'phrase') return <Phrases {...props} />;
  if (schema.type === 'array') return <Several {...props} />;
  if (schema.type === 'boolean') return <Flag {...props} />;
  if (schema.enum || schema.format === 'department' || schema.format === 'village') return <Word {...props} />;
  if (schema.format === 'step') return <Step {...props} />;
  return <Typed {...props} />;
}

const NONE = '';

function LimitValue({
  label,
  value,
  change,
  optional,
  nullable,
  units,
  id,
  wrong,
}: Props & { units: string[]; nullable: boolean }) {
  const t = useWording();
  const limit = value as Limit | null | undefined;
  return (
    <span className="row">
      <input
        id={id}
        type="number"
        min={1}
        inputMode="numeric"
        aria-label={label}
        aria-invalid={wrong}
        disabled={!limit}
        value={limit?.amount ?? ''}
        onChange={({ target }) => change({ ...limit, amount: target.value === '' ? null : Number(target.value) })}
      />
      <select
        aria-label={`${label}: ${t.form.unit}`}
        value={limit ? limit.unit : NONE}
        onChange={({ target }) => {
          if (target.value === NONE) change(optional ? undefined : null);
          else change({ amount: limit?.amount ?? 1, unit: target.value });
        }}
      >
        {(nullable || optional) && <option value={NONE}>{nullable ? t.rules.none : t.changing.notSaid}</option>}
        {units.map((unit) => (
          <option key={unit} value={unit}>
            {t.unit[unit as Limit['unit']]}
          </option>
        ))}
      </select>
    </span>
  );
}

function useChoices(schema: Schema): [value: string, word: string][] {
  const t = useWording();
  const { villages, offices, name } = useDepartments();
  if (!schema.enum) return (schema.format === 'village' ? villages : offices).map(({ id }) => [id, name(id)]);
  const words = wordsFor(schema.enum, t);
  return schema.enum.map((each) => [each, words[each] ?? each]);
}

function Word({ label, schema, value, change, optional, id, wrong }: Props) {
  const t = useWording();
  const choices = useChoices(schema);
  const chosen = typeof value === 'string' ? value : NONE;
  // Of a department that is no more.
  const isOther = chosen !== NONE && !choices.some(([each]) => each === chosen);
  return (
    <select
      id={id}
      aria-label={label}
      aria-invalid={wrong}
      value={chosen}
      onChange={({ target }) => change(target.value === NONE && optional ? undefined : target.value)}
    >
      {(optional || chosen === NONE) && <option value={NONE}>{optional ? t.changing.any : t.form.choose}</option>}
      {isOther && <option value={chosen}>{chosen}</option>}
      {choices.map(([each, word]) => (
        <option key={each} value={each}>
          {word}
        </option>
      ))}
    </select>
  );
}

function Several({ label, schema, value, change, optional, id }: Props) {
  const choices = useChoices(schema.items ?? {});
  const chosen = (Array.isArray(value) ? value : []) as string[];
  const all = [...choices, ...chosen.filter((one) => !choices.some(([each]) => each === one)).map((one) => [one, one])];
  return (
    <span className="checks" role="group" aria-label={label} id={id} tabIndex={-1}>
      {all.map(([each, word]) => (
        <label key={each} className="check small">
          <input
            type="checkbox"
            checked={chosen.includes(each!)}
            onChange={({ target }) => {
              const next = target.checked ? [...chosen, each!] : chosen.filter((one) => one !== each);
              change(next.length === 0 && optional ? undefined : next);
            }}
          />
          <span>{word}</span>
        </label>
      ))}
    </span>
  );
}

/** Words of a list, as one writes them: with a blank, a comma or a line between. */
function Phrases({ label, value, change, optional, id, wrong }: Props) {
  const phrases = (Array.isArray(value) ? value : []) as string[];
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <textarea
      id={id}
      className="rule-phrases"
      rows={Math.min(8, 1 + Math.ceil(phrases.join(' ').length / 36))}
      aria-label={label}
      aria-invalid={wrong}
      value={typed ?? phrases.join(' ')}
      onChange={({ target }) => {
        setTyped(target.value);
        const next = target.value.split(/[\s,，、;；]+/u).filter((each) => each !== '');
        change(next.length === 0 && optional ? undefined : next);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

function Flag({ label, value, change, id }: Props) {
  const t = useWording();
  return (
    <select id={id} aria-label={label} value={String(value)} onChange={({ target }) => change(target.value === 'true')}>
      <option value="true">{t.yes}</option>
      <option value="false">{t.no}</option>
    </select>
  );
}

function Typed({ label, schema, value, change, optional, id, wrong }: Props) {
  const isNumber = schema.type === 'number' || schema.type === 'integer';
  return (
    <input
      id={id}
      className={isNumber ? 'rule-number' : 'rule-text'}
      type={isNumber ? 'number' : 'text'}
      {...(isNumber && { min: schema.minimum, max: schema.maximum, step: schema.type === 'integer' ? 1 : 'any' })}
      maxLength={schema.maxLength}
      aria-label={label}
      aria-invalid={wrong}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={({ target }) => {
        if (target.value === '') change(optional ? undefined : isNumber ? null : '');
        else change(isNumber ? Number(target.value) : target.value);
      }}
    />
  );
}

/** The steps that the law names are called by its words; of another its own is kept as it is typed. */
function Step({ value, change, ...props }: Props) {
  const t = useWording();
  const words: Record<string, string> = t.trackStep;
  const idOf = (typed: unknown) => Object.keys(words).find((each) => words[each] === typed) ?? typed;
  return <Typed {...props} value={stepSaid(value, t)} change={(typed) => change(idOf(typed))} />;
}

function Sessions({ label, value, change, id, wrong }: Props) {
  const t = useWording();
  const sessions = (Array.isArray(value) ? value : []) as [string, string][];
  const set = (at: number, next: [string, string]) => change(sessions.map((each, n) => (n === at ? next : each)));
  return (
    <span className="rule-sessions" role="group" aria-label={label} id={id} tabIndex={-1}>
      {sessions.map(([from, to], n) => (
        <span key={n} className="row">
          <input
            type="time"
            aria-label={t.changing.sessionFrom(n + 1)}
            aria-invalid={wrong}
            value={from}
            onChange={({ target }) => set(n, [target.value, to])}
          />
          –
          <input
            type="time"
            aria-label={t.changing.sessionTo(n + 1)}
            aria-invalid={wrong}
            value={to}
            onChange={({ target }) => set(n, [from, target.value])}
          />
          <button
            type="button"
            className="button quiet"
            aria-label={`${t.form.remove} ${n + 1}`}
            onClick={() => change(sessions.filter((_, each) => each !== n))}
          >
            ×
          </button>
        </span>
      ))}
      <button type="button" className="link" onClick={() => change([...sessions, ['18:00', '19:00']])}>
        {t.form.add}
      </button>
    </span>
  );
}
