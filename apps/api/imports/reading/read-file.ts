import { readCsv } from './csv.js';
import { UnreadableFile, type ReadSheet, type Unreadable } from './sheet.js';
import { readXlsx } from './xlsx.js';

/** Runs in a thread of `Sheets`; what it is given and gives back has to be plain. */

const beginsWith = (bytes: Uint8Array, ...start: number[]) => start.every((each, index) => bytes[index] === each);
/** As the names in a compound file are written. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/** What a file holds, by its own bytes and not by what it is called; or why nothing can be made of it. */
export async function readFile({ bytes }: { bytes: Uint8Array }): Promise<ReadSheet | { unreadable: Unreadable }> {
  try {
    if (bytes.length === 0) throw new UnreadableFile('EMPTY_FILE');
    if (beginsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
      throw new UnreadableFile(Buffer.from(bytes).includes(ENCRYPTED) ? 'PASSWORD_PROTECTED' : 'OLD_FORMAT');
    }
    const read = beginsWith(bytes, 0x50, 0x4b) ? readXlsx(bytes) : await readCsv(bytes);
    if (read.rows.length === 0) throw new UnreadableFile('EMPTY_FILE');
    return read;
  } catch (error) {
    if (error instanceof UnreadableFile) return { unreadable: error.code };
    throw error;
  }
}
