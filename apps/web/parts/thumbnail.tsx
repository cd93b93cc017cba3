import { FILE_KINDS, isPicture, kindByType } from '#lexicon/file-kinds.js';

/** What a file shows, or what it is. */
export function Thumbnail({ at, mediaType }: { at: string; mediaType: string }) {
  const kind = kindByType(mediaType);
  return (
    <span className="thumbnail" aria-hidden="true">
      {isPicture(mediaType) ? (
        <img src={`${at}/thumbnail`} alt="" loading="lazy" />
      ) : (
        kind && FILE_KINDS[kind].endings[0]
      )}
    </span>
  );
}
