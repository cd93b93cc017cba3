import type { FileType } from '#domain/words.js';

export interface FileShapes {
  TakenFile: TakenFile;
}

declare module '../http/answers.js' {
  interface Shapes extends FileShapes {}
}

export interface TakenFile {
  /** For `attach`. */
  fileId: string;
  mediaType: FileType;
  size: number;
  sha256: string;
}
