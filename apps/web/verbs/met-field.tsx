import { useWording } from '../base/language.js';
import type { DisputeView } from '../contract.js';
import type { Sheet } from './field.js';
import { ChoiceField } from '../parts/fields/choice-fields.js';
import { GroupFrame } from '../parts/fields/frame.js';

export type MetParty = DisputeView['visits'][number]['parties'][number];

/** Whom a visit met: one tap a party, and whether they keep what was agreed where something was. */
export function Met({
  label,
  error,
  optional,
  view,
  value,
  change,
}: {
  label: string;
  error: string | undefined;
  optional: boolean;
  view: Sheet;
  value: MetParty[];
  change: (value: MetParty[]) => void;
}) {
  const t = useWording();
  const agreed = (view.resolution?.terms.length ?? 0) > 0;
  const set = (partyId: string, met: MetParty | null) =>
    change([...value.filter((each) => each.partyId !== partyId), ...(met ? [met] : [])]);
  return (
    <GroupFrame label={label} error={error} optional={optional}>
      {view.parties.map(({ id, name, role }) => {
        const met = value.find((each) => each.partyId === id);
        const answer = !met ? '' : met.satisfied === undefined ? 'met' : met.satisfied ? 'content' : 'discontent';
        const who = `${name ?? t.dispute.erased} · ${t.partyRole[role]}`;
        return (
          <div key={id} className="met-party">
            <ChoiceField
              label={who}
              optional
              value={answer}
              change={(chosen) => {
                if (chosen === '') return set(id, null);
                const { satisfied: _before, ...rest } = met ?? { partyId: id };
                set(id, chosen === 'met' ? rest : { ...rest, satisfied: chosen === 'content' });
              }}
              choices={[
                { value: 'content', label: t.dispute.satisfied },
                { value: 'discontent', label: t.dispute.unsatisfied },
                { value: 'met', label: t.visits.metOnly },
              ]}
            />
            {agreed && met && (
              <ChoiceField
                label={`${t.visits.kept} ${who}`}
                optional
                value={met.kept === undefined ? '' : String(met.kept)}
                change={(chosen) => {
                  const { kept: _before, ...rest } = met;
                  set(id, chosen === '' ? rest : { ...rest, kept: chosen === 'true' });
                }}
                choices={[
                  { value: 'true', label: t.visits.keptYes },
                  { value: 'false', label: t.visits.keptNo },
                ]}
              />
            )}
          </div>
        );
      })}
    </GroupFrame>
  );
}
