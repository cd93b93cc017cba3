import type { DisputeView } from '../../contract.js';
import { useWording } from '../../base/language.js';
import { Moment, Tag } from '../../parts/marks.js';
import { usePeople } from '../../base/people.js';

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
        <ul className="parties">
          {view.attachments.map((file) => (
            <li key={file.id}>
              <a href={`/api/v1/disputes/${view.id}/files/${file.id}`} download>
                {file.name ?? t.dispute.erased}
              </a>{' '}
              {file.from !== undefined && <Tag tone="quiet">{t.dispute.cameFrom(file.from)}</Tag>}{' '}
              {file.n !== undefined && <Tag tone="quiet">{t.dispute.visitNo(file.n)}</Tag>}{' '}
              <span className="muted">
                {t.files.size(file.size)} · <Moment at={file.at} now={view.now} /> · {people.name(file.by)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {may && (
        <div className="row">
          <button type="button" className="button" onClick={attach}>
            {t.files.add}
          </button>
        </div>
      )}
    </section>
  );
}
