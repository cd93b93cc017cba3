import { newKey, post } from '../../base/api.js';
import { handIn } from '../../base/hand-in.js';
import type { DisputeView } from '../../contract.js';
import { useWording } from '../../base/language.js';
import { usePeople } from '../../base/people.js';
import { useAfterCommand } from '../../base/send.js';
import { useHandingIn } from '../../parts/fields/files-field.js';
import { useGiven } from '../../parts/fields/given.js';
import { Moment, Tag } from '../../parts/marks.js';
import { Thumbnail } from '../../parts/thumbnail.js';

/** What is attached to a case. */
export function FilesOf({ view, attach }: { view: DisputeView; attach: () => void }) {
  const t = useWording();
  const people = usePeople();
  const may = view.can.includes('attach');
  if (view.attachments.length === 0 && !may) return null;
  return (
    <section className="section stack" id="files">
      <h2>{t.files.title}</h2>
      {view.attachments.length > 0 && (
        <ul className="files">
          {view.attachments.map((file) => {
            const at = `/api/v1/disputes/${view.id}/files/${file.id}`;
            return (
              <li key={file.id}>
                {file.name !== null && <Thumbnail at={at} mediaType={file.mediaType} />}
                <span>
                  <a href={at} download>
                    {file.name ?? t.dispute.erased}
                  </a>{' '}
                  {file.from !== undefined && <Tag tone="quiet">{t.dispute.cameFrom(file.from)}</Tag>}{' '}
                  {file.n !== undefined && <Tag tone="quiet">{t.dispute.visitNo(file.n)}</Tag>}{' '}
                  <span className="muted">
                    {t.files.size(file.size)} · <Moment at={file.at} now={view.now} /> · {people.name(file.by)}
                  </span>
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {may && <Dropped view={view} attach={attach} />}
    </section>
  );
}

/** What is dropped here or pasted is part of the case at once, under its own name. */
function Dropped({ view, attach }: { view: DisputeView; attach: () => void }) {
  const t = useWording();
  const after = useAfterCommand();
  const { sending, refused, take } = useHandingIn(
    (file) => handIn(file, view.id),
    async ({ fileId, name }) => {
      // Who drops it once more has it already.
      if (view.attachments.some((each) => each.id === fileId)) return;
      const body = { fileId, name: name || t.files.unnamed };
      after(await post('/disputes/{id}/attach', { path: { id: view.id }, body, key: newKey() }));
    },
  );
  const { over, zone } = useGiven((files) => void take(files));
  return (
    <div className={over ? 'drop over' : 'drop'} {...zone}>
      <button type="button" className="button" onClick={attach}>
        {t.files.add}
      </button>
      <span className="muted drop-hint">{t.files.drop}</span>
      {sending !== null && <span role="status">{t.files.sending(sending)}</span>}
      {refused.map((each) => (
        <p key={each} className="field-error" role="alert">
          {each}
        </p>
      ))}
    </div>
  );
}
