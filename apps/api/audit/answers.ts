import type { AuditRow } from '#persistence/audit/access-log.js';
import type { Finding } from '#persistence/proof/finding.js';
import type { Page } from '../http/answers.js';

export interface AuditShapes {
  AuditList: Page<AuditEntry>;
  Verification: Verification;
}

declare module '../http/answers.js' {
  interface Shapes extends AuditShapes {}
}

export interface AuditEntry extends Omit<AuditRow, 'id' | 'text'> {
  reason: string | null;
  /** Of what was refused why, as its sender was told, in the reader's language. */
  refusal: string | null;
}

export interface Verification {
  ok: boolean;
  checked: number;
  disputes: number;
  firstBroken: Finding | null;
  problems: Finding[];
}
