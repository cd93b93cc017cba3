import type { Category, DangerSign, Grade } from '#domain/words.js';
import { useWording } from '../base/language.js';
import { useSession } from '../base/session.js';
import { ChecksField, ChoiceField, FlagField } from '../parts/fields/choice-fields.js';
import { FilesField } from '../parts/fields/files-field.js';
import { LineField, TextField } from '../parts/fields/text-fields.js';
import { VillageField } from '../parts/fields/village-field.js';
import { GradeMark } from '../parts/marks.js';
import { DangerRead } from './danger-read.js';
import { PartiesField } from './parties-field.js';
import { SourceFields } from './source-fields.js';
import type { Registration } from './use-registration.js';

/** What a case is: what happened, where, between whom, and where it is known from. */
export function CaseFields({
  draft,
  set,
  wrong,
  proposal,
  ofReport,
}: Pick<Registration, 'draft' | 'set' | 'wrong' | 'proposal'> & {
  /** A report is of a real case, and knows who told of it. */
  ofReport: boolean;
}) {
  const t = useWording();
  const { settings } = useSession();
  const { category, village, dangerSigns, grade } = draft;
  const least = proposal?.leastGrade;
  const raises = least && grade !== least.grade && grade !== 'red' ? least.because : undefined;
  const raised = raises && t.desk.atLeast(t.grade[least!.grade], t.gradeReason[raises]);
  // Beside what raises it.
  const [hintOfGrade, hintOfDanger] = raises === 'danger' ? [undefined, raised] : [raised, undefined];
  return (
    <div className="section">
      <LineField
        label={t.desk.titleField}
        value={draft.title}
        change={(words) => set({ title: words })}
        error={wrong('title')}
        placeholder={t.desk.titleHint}
      />
      <TextField
        label={t.desk.narrative}
        value={draft.narrative}
        change={(words) => set({ narrative: words })}
        error={wrong('narrative')}
        rows={4}
      />
      <div className="pair">
        <ChoiceField
          label={t.desk.category}
          value={category}
          change={(value) => set({ category: value as Category })}
          choices={Object.entries(t.category).map(([value, label]) => ({ value, label }))}
          error={wrong('category')}
        />
        <VillageField
          label={t.desk.village}
          value={village}
          change={(value) => set({ village: value })}
          error={wrong('village', 'place/village')}
        />
      </div>
      <LineField label={t.desk.address} optional value={draft.address} change={(words) => set({ address: words })} />
      <ChoiceField
        label={t.desk.grade}
        value={grade}
        change={(chosen) => set({ grade: chosen as Grade })}
        choices={[
          ...(Object.keys(t.grade) as Grade[]).map((each) => ({
            value: each,
            label: <GradeMark grade={each} />,
          })),
          { value: '', label: t.desk.gradeLater },
        ]}
        hint={hintOfGrade}
        error={wrong('grade')}
      />
      <ChecksField
        label={t.desk.danger}
        optional
        hint={hintOfDanger}
        value={dangerSigns}
        change={(value) => set({ dangerSigns: value as DangerSign[] })}
        choices={Object.entries(t.dangerSign).map(([value, label]) => ({ value, label }))}
      />
      <DangerRead draft={draft} tick={(signs) => set({ dangerSigns: signs })} />
      <PartiesField draft={draft} set={set} wrong={wrong} />
      <div className="pair">
        <LineField
          label={t.desk.people}
          hint={t.desk.peopleHint}
          optional
          inputMode="numeric"
          value={draft.people}
          change={(words) => set({ people: words })}
          error={wrong('people')}
        />
        <LineField
          label={t.desk.amount}
          optional
          inputMode="decimal"
          value={draft.amount}
          change={(words) => set({ amount: words })}
          error={wrong('amount')}
        />
      </div>
      <FilesField
        label={t.files.photo}
        optional
        value={draft.files}
        change={(files) => set({ files })}
        error={wrong('files')}
      />
      <SourceFields draft={draft} set={set} wrong={wrong} ofReport={ofReport} />
      {settings.rehearsals && !ofReport && (
        <FlagField
          label={t.desk.rehearsal}
          hint={t.desk.rehearsalHint}
          value={draft.rehearsal}
          change={(value) => set({ rehearsal: value })}
        />
      )}
    </div>
  );
}
