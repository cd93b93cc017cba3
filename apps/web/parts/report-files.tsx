import { FILE_KINDS, kindByType } from '#lexicon/file-kinds.js';
import { useWording } from '../base/language.js';
import type { Item } from '../contract.js';
import { Thumbnail } from './thumbnail.js';

/** What came with a report. */
export function FilesOfReport({ item: { id, number, files } }: { item: Item }) {
  const t = useWording();
  if (files.length === 0) return null;
  return (
    <ul className="files of-report" aria-label={t.files.title}>
      {files.map((file, n) => {
        const at = `/api/v1/items/${id}/files/${file.id}`;
        const kind = kindByType(file.mediaType);
        return (
          <li key={file.id}>
            <a href={at} download>
              <Thumbnail at={at} mediaType={file.mediaType} />
              <span className="visually-hidden">
                {number} {n + 1} {kind && FILE_KINDS[kind].name}
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
