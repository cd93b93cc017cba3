import type { Role } from '#domain/words.js';
import type { ProblemBody } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useStaff } from '../base/people.js';
import type { Person } from '../contract.js';
import { ChoiceField } from '../parts/fields/choice-fields.js';
import { Refusal } from '../parts/refusal.js';

interface Open {
  number: string | null;
  role: Role;
  count?: number;
}

/** A refusal; where somebody has to take over first, what, and a choice of who. */
export function Blocked({
  problem,
  person,
  successorId,
  choose,
}: {
  problem: ProblemBody;
  person: Person | null;
  successorId: string;
  choose: (id: string) => void;
}) {
  const t = useWording();
  const open = (problem.open ?? []) as Open[];
  const isTakeover = problem.code === 'SUCCESSOR_REQUIRED' && person;
  return (
    <>
      <Refusal problem={problem} />
      {isTakeover && (
        <>
          <p>{t.people.open}</p>
          <ul className="plain-list">
            {open.slice(0, 10).map((each, index) => (
              <li key={index}>
                {each.number ?? t.people.owed(each.count ?? 0)} · {t.role[each.role]}
              </li>
            ))}
          </ul>
          {open.length > 10 && <p className="muted">{t.people.openMore(Number(problem.total ?? open.length))}</p>}
          <SuccessorField person={person} value={successorId} change={choose} />
        </>
      )}
    </>
  );
}

export function SuccessorField({
  person,
  value,
  change,
  error,
}: {
  person: Person;
  value: string;
  change: (id: string) => void;
  error?: string | undefined;
}) {
  const t = useWording();
  const colleagues = useStaff(person.departmentId, true).filter((each) => each.id !== person.id);
  if (colleagues.length === 0) return <p className="muted">{t.people.noSuccessor}</p>;
  return (
    <ChoiceField
      label={t.people.successor}
      hint={t.people.successorHint}
      optional
      value={value}
      change={change}
      choices={colleagues.map((each) => ({
        value: each.id,
        label: `${each.name} · ${each.roles.map((role) => t.role[role]).join(' ')}`,
      }))}
      error={error}
    />
  );
}
