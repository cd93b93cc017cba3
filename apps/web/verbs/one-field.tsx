import type { DisputeView, Limit } from '../contract.js';
import { ChecksField, ChoiceField, FlagField } from '../parts/fields/choice-fields.js';
import { DisputeField } from '../parts/fields/dispute-field.js';
import { FileField } from '../parts/fields/file-field.js';
import { LineField, TextField } from '../parts/fields/text-fields.js';
import { DurationField, MomentField } from '../parts/fields/time-fields.js';
import { DepartmentField, PersonField } from '../parts/fields/who-fields.js';
import type { Person, Place } from './correcting.js';
import type { Context, Field, Sheet } from './field.js';
import { type Decision, Decisions, Departments, type Term, Terms } from './list-fields.js';
import { Met, type MetParty } from './met-field.js';
import { People } from './people-field.js';
import { PlaceField } from './place-field.js';

export type Values = Record<string, unknown>;

/** A form that asks for more than a doorstep's is opened from the page of its case. */
export const wholeOf = (view: Sheet) => view as DisputeView;

export function firstOption(field: Field<Sheet>, context: Context<Sheet>): unknown {
  if (field.kind !== 'reference' || field.optional) return undefined;
  return field.options?.(context)[0]?.value;
}

export function OneField({
  field,
  context,
  values,
  error,
  errorAt,
  learned = [],
  change,
  goOn,
}: {
  field: Field<Sheet>;
  context: Context<Sheet>;
  values: Values;
  error: string | undefined;
  /** What is wrong inside of it, such as `terms/0/text`. */
  errorAt: (within: string) => string | undefined;
  /** What one's department writes again and again. */
  learned?: string[];
  change: (value: unknown) => void;
  goOn: () => void;
}) {
  const { t, view } = context;
  const value = values[field.name];
  const words = typeof value === 'string' ? value : '';
  const common = {
    label: field.label?.(t) ?? t.field[field.name] ?? field.name,
    error,
    hint: field.hint?.(t),
    optional: field.optional ?? false,
  };
  switch (field.kind) {
    case 'line':
      return <LineField {...common} value={words} change={change} />;
    case 'number':
      return <LineField {...common} value={words} change={change} inputMode="decimal" />;
    case 'text':
      return (
        <TextField
          {...common}
          value={words}
          change={change}
          phrases={[...(field.phrases?.(t, values) ?? []), ...learned]}
        />
      );
    case 'choice':
    case 'verdict':
      return (
        <ChoiceField
          {...common}
          value={words}
          change={change}
          choices={Object.entries(field.words!(t)).map(([key, label]) => ({ value: key, label }))}
          {...(field.then && { picked: goOn })}
        />
      );
    case 'reference': {
      const options = field.options!(context);
      // What there is only one of needs no choosing.
      if (options.length === 1 && !field.optional) {
        return (
          <p className="field-fixed">
            <span className="muted">{common.label}</span> {options[0]!.label}
          </p>
        );
      }
      return <ChoiceField {...common} value={words} change={change} choices={options} none={t.form.nobodyChosen} />;
    }
    case 'flag':
      return <FlagField label={common.label} value={value === true} change={change} />;
    case 'moment':
      return <MomentField {...common} ahead={field.ahead ?? false} value={words} change={change} />;
    case 'duration':
      return <DurationField {...common} value={value as Limit} change={change} />;
    case 'department':
      return (
        <DepartmentField
          {...common}
          value={words}
          change={change}
          proposed={field.proposes ? wholeOf(view).suggestion?.departmentId : null}
        />
      );
    case 'departments':
      return <Departments {...common} value={(value as string[] | undefined) ?? []} change={change} />;
    case 'person':
      return (
        <PersonField
          {...common}
          value={words}
          change={change}
          proposes={field.proposes ?? false}
          without={field.another ? [context.user.id] : []}
        />
      );
    case 'parties':
      return (
        <ChecksField
          {...common}
          value={(value as string[] | undefined) ?? []}
          change={change}
          choices={view.parties.map((each) => ({
            value: each.id,
            label: `${each.name ?? t.dispute.erased} · ${t.partyRole[each.role]}`,
          }))}
        />
      );
    case 'people':
      return <People {...common} errorAt={errorAt} value={(value as Person[] | undefined) ?? []} change={change} />;
    case 'place':
      return <PlaceField {...common} value={value as Place} change={change} />;
    case 'met':
      return <Met {...common} view={view} value={(value as MetParty[] | undefined) ?? []} change={change} />;
    case 'checks':
      return (
        <ChecksField
          {...common}
          value={(value as string[] | undefined) ?? []}
          change={change}
          choices={field.options!(context)}
        />
      );
    case 'dispute':
      return <DisputeField {...common} value={words} change={change} beside={wholeOf(view)} />;
    case 'file':
      return (
        <FileField
          {...common}
          dispute={view.id}
          value={words}
          change={(fileId, name) => change({ fileId, ...(values.name ? {} : { name }) })}
        />
      );
    case 'lines':
      return (
        <TextField
          {...common}
          value={((value as string[] | undefined) ?? []).join('\n')}
          change={(typed) => change(typed.split('\n'))}
          rows={4}
        />
      );
    case 'terms':
      return <Terms {...common} errorAt={errorAt} value={(value as Term[] | undefined) ?? []} change={change} />;
    case 'decisions':
      return (
        <Decisions {...common} errorAt={errorAt} value={(value as Decision[] | undefined) ?? []} change={change} />
      );
  }
}
