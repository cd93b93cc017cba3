import type { DangerFound } from '#domain/danger.js';
import type { GradeReason } from '#domain/policy/least-grade.js';
import type { Grade, Role } from '#domain/words.js';
import type { Similar } from '#persistence/reading/dispute-reader.js';
import type { Suggestion } from '../disputes/answers.js';

export interface ConsoleShapes {
  Settings: Settings;
  Proposal: Proposal;
  NumbersRead: NumbersRead;
  DangerRead: DangerRead;
}

declare module '../http/answers.js' {
  interface Shapes extends ConsoleShapes {}
}

export interface Settings {
  authMode: 'local' | 'oidc';
  rehearsals: boolean;
  zone: string;
  demoAccounts: { id: string; name: string; roles: Role[]; department: { name?: string; nameEn?: string } }[];
}

/** Of each party, in the order in which they were asked about: how many numbers stand in what was typed. */
/** Which signs of danger a text shows, each by the first words that show it. */
export interface DangerRead {
  found: DangerFound[];
}

export interface NumbersRead {
  parties: { phones: number; papers: number }[];
}

export interface Proposal {
  suggestion: Suggestion | null;
  /** What the policy demands of its first grade, and why. */
  leastGrade: { grade: Grade; because?: GradeReason };
  similar: Similar[];
}
