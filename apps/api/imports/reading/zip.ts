import { Unzip, UnzipInflate } from 'fflate';
import { UnreadableFile } from './sheet.js';

/** So much is handed over at once; deflate makes at most a thousand of one. */
const PIECE = 16 * 1024;

/**
 * Goes through the files of a zip as they lie in it, piece by piece: what is in it is never whole in memory, however much it
 * says or hides.
 *
 * @param wanted what takes the pieces of a file; undefined where nobody wants it
 * @throws UnreadableFile BROKEN_FILE where it is none, or breaks off; what a taker throws
 */
export function unzipped(
  bytes: Uint8Array,
  wanted: (name: string) => ((piece: Uint8Array, last: boolean) => void) | undefined,
): void {
  let fault: Error | undefined;
  let open = 0;
  const unzip = new Unzip((file) => {
    const take = wanted(file.name);
    if (!take) return;
    open += 1;
    file.ondata = (error, piece, last) => {
      if (error) fault ??= new UnreadableFile('BROKEN_FILE');
      if (fault) return;
      if (last) open -= 1;
      try {
        take(piece, last);
      } catch (thrown) {
        fault = thrown as Error;
      }
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && fault === undefined; at += PIECE) {
      unzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    }
  } catch (error) {
    fault ??= error instanceof UnreadableFile ? error : new UnreadableFile('BROKEN_FILE');
  }
  if (fault !== undefined) throw fault;
  if (open > 0) throw new UnreadableFile('BROKEN_FILE');
}
