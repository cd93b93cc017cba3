import { DANGER_WORDS } from './danger-words.js';
import type { DangerWords, PolicyDocument } from './document.js';

/** What shows danger, and what it makes of a case's first grade (domain.md §6). */
export type Alarm = Required<Pick<PolicyDocument, 'dangerAtLeast'>> & DangerWords;

/** What ships. */
export const ALARM: Alarm = {
  dangerAtLeast: {
    violence: 'yellow',
    weapon: 'red',
    'self-harm': 'red',
    threat: 'yellow',
    group: 'yellow',
    minor: 'yellow',
    'domestic-violence': 'yellow',
  },
  ...DANGER_WORDS,
};

/**
 * What a policy says of it. One that was published before it could say so means what ships; what is decided of a case by
 * that begins with an edition (`dangerRaises`).
 */
export const dangerAtLeastOf = ({ dangerAtLeast }: Pick<PolicyDocument, 'dangerAtLeast'>) =>
  dangerAtLeast ?? ALARM.dangerAtLeast;
export const dangerWordsOf = ({
  danger = ALARM.danger,
  dangerDenied = ALARM.dangerDenied,
  dangerBreaks = ALARM.dangerBreaks,
  dangerBy = ALARM.dangerBy,
}: Partial<DangerWords>): DangerWords => ({ danger, dangerDenied, dangerBreaks, dangerBy });
