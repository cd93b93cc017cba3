import { FILE_KINDS, kindByName, kindByType, LONGEST_NAME, NO_PART_OF_A_NAME, UNSAID } from '#lexicon/file-kinds.js';
import { newKey, post, Problem, remove, Unreachable } from './api.js';
import { forgetFile, keepFile, type GivenFile } from './outbox.js';
import { shrunk, smallOf } from './shrink.js';

/** What was handed in, on its way to be part of something. */
type HandedIn = GivenFile & { fileId: string };

/** Called by what its name says: of half of what people have a browser does not know what it is. */
function called(file: File): File {
  const name = file.name.split(NO_PART_OF_A_NAME).join(' ').trim().slice(-LONGEST_NAME).trim();
  const kind = kindByName(name) ?? kindByType(file.type);
  return new File([file], name, { type: kind === null ? UNSAID : FILE_KINDS[kind].types[0] });
}

/**
 * As it is: of a photo of a paper each line is read once.
 *
 * @param dispute where there is a case already
 */
export const handIn = (chosen: File, dispute?: string) => give(called(chosen), dispute);

/**
 * As `handIn`; where nobody answers it waits here, a photo made smaller, and goes with its form.
 *
 * @throws Unreachable where this browser keeps nothing
 */
export async function handInOrKeep(chosen: File, dispute?: string): Promise<GivenFile> {
  const small = await smallOf(chosen);
  const shown = small !== undefined && { small };
  try {
    return { ...(await handIn(chosen, dispute)), ...shown };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const body = called(await shrunk(chosen));
    const kept = await keepFile(body);
    if (kept === null) throw error;
    return { kept, name: body.name, type: body.type, size: body.size, ...shown };
  }
}

async function give(body: File, dispute?: string): Promise<HandedIn> {
  const { fileId, size } =
    dispute === undefined
      ? await post('/files', { body, key: newKey() })
      : await post('/disputes/{id}/files', { path: { id: dispute }, body });
  return { fileId, name: body.name, size };
}

/** It is left out of its form again, and counts no longer; where there is no line it goes after a day. */
export async function takeBack({ fileId, kept }: GivenFile): Promise<void> {
  if (kept !== undefined) await forgetFile(kept);
  if (fileId === undefined) return;
  try {
    await remove('/files/{fileId}', { path: { fileId } });
  } catch (error) {
    const isTaken = error instanceof Problem && error.body.code === 'NOT_FOUND';
    if (!isTaken && !(error instanceof Unreachable)) throw error;
  }
}
