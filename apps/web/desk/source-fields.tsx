import type { Feeder } from '#domain/words.js';
import { useWording } from '../base/language.js';
import { ChoiceField } from '../parts/fields/choice-fields.js';
import { LineField } from '../parts/fields/text-fields.js';
import type { Registration } from './use-registration.js';

/** Where a case is known from: how it came, its number there, and who told of it. */
export function SourceFields({
  draft,
  set,
  wrong,
  ofReport,
}: Pick<Registration, 'draft' | 'set' | 'wrong'> & { ofReport: boolean }) {
  const t = useWording();
  return (
    <>
      <div className="pair">
        <ChoiceField
          label={t.desk.channel}
          value={draft.channel}
          change={(value) => set({ channel: value as Feeder })}
          choices={Object.entries(t.feeder).map(([value, label]) => ({ value, label }))}
        />
        <LineField
          label={t.dispute.externalNumber}
          optional
          hint={t.desk.externalNumberHint}
          value={draft.externalNumber}
          change={(words) => set({ externalNumber: words })}
          error={wrong('externalNumber')}
        />
      </div>
      <LineField
        label={t.desk.reporter}
        optional
        hint={ofReport ? t.desk.reporterKept : t.desk.reporterHint}
        value={draft.reporter}
        change={(words) => set({ reporter: words })}
      />
    </>
  );
}
