import { FILE_KINDS, kindByName, kindByType, LONGEST_NAME, NO_PART_OF_A_NAME, UNSAID } from '#lexicon/file-kinds.js';
import { post } from './api.js';
import { shrunk } from './shrink.js';

/** What was handed in, on its way to be part of something. */
export interface GivenFile {
  fileId: string;
  name: string;
  size: number;
}

/** Called by what its name says: of half of what people have a browser does not know what it is. */
function called(file: File): File {
  const name = file.name.split(NO_PART_OF_A_NAME).join(' ').trim().slice(-LONGEST_NAME).trim();
  const kind = kindByName(name) ?? kindByType(file.type);
  return new File([file], name, { type: kind === null ? UNSAID : FILE_KINDS[kind].types[0] });
}

/** @param dispute where there is a case already */
export async function handIn(chosen: File, dispute?: string): Promise<GivenFile> {
  const body = called(await shrunk(chosen));
  const { fileId, size } =
    dispute === undefined
      ? await post('/files', { body })
      : await post('/disputes/{id}/files', { path: { id: dispute }, body });
  return { fileId, name: body.name, size };
}
