import type { PaperAbout } from '#domain/reading/papers.js';
import type { Page } from '../http/answers.js';

export interface PaperShapes {
  IssuedPaper: IssuedPaper;
  Papers: Papers;
}

declare module '../http/answers.js' {
  interface Shapes extends PaperShapes {}
}

export interface Voided {
  at: Date;
  by: string;
  reason: string | null;
}

export interface IssuedPaper extends PaperAbout {
  id: string;
  number: string;
  copy: number;
  sender: string;
  issuedAt: Date;
  issuedBy: string;
  /** Null while it holds; the reason is null once the case is erased. */
  voided: Voided | null;
}

export interface Papers extends Page<IssuedPaper> {
  mayIssue: PaperAbout[];
}
