import { usePeople } from '../base/people.js';
import { Calls } from '../parts/calls.js';
import { Moment } from '../parts/marks.js';
import type { Fact } from './field.js';

/** What a form decides on, above its fields. */
export function About({ facts, now }: { facts: Fact[]; now: string }) {
  const { name } = usePeople();
  if (facts.length === 0) return null;
  return (
    <dl className="about">
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>
            {'at' in fact ? <Moment at={fact.at} now={now} /> : 'person' in fact ? name(fact.person) : fact.text}
            {'party' in fact && fact.party?.phone && (
              <>
                {' '}
                <Calls phone={fact.party.phone} calls={fact.party.calls} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
