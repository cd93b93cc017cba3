import type { CommandData, Verb } from '../commands.js';
import type { Registered } from '../state.js';
import { gradeRank } from '../../words.js';

/** Where something hangs on a reason only as the case is and as it is decided; of all other verbs the body says it. */
type Hangs<D> = (data: D, state: Registered) => boolean;

const HANGS: {
  grade: Hangs<CommandData['GradeDispute']>;
  'decide-return': Hangs<CommandData['DecideReturn']>;
  'decide-extension': Hangs<CommandData['DecideExtension']>;
} = {
  // The township assesses before it lowers; what is raised, or graded first, says why by itself.
  grade: ({ grade }, state) => state.grade !== null && gradeRank(grade) < gradeRank(state.grade),
  // Whoever asked and is refused must know what to do better.
  'decide-return': ({ uphold }) => !uphold,
  'decide-extension': ({ approve }) => !approve,
};

export type MayNeedReason = keyof typeof HANGS;

export const mayNeedReason = (verb: Verb): verb is MayNeedReason => Object.hasOwn(HANGS, verb);

/** Whether this act needs a reason, which its body may leave out. */
export const needsReason = (verb: Verb, data: object, state: Registered): boolean =>
  mayNeedReason(verb) && (HANGS[verb] as Hangs<object>)(data, state);
