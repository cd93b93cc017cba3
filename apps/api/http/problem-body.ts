import type { Problem } from './answers.js';
import type { ProblemCode } from './problem-codes.js';
import { STATUS } from './problem.js';
import { detailWords, ruleOf } from './refusal-rules.js';
import { PROBLEM_WORDS, type Language } from './wording.js';

/** What a problem says to a caller of that language, before what this one carries. */
export function problemOf(code: ProblemCode, language: Language): Problem {
  const { title, detail: next } = PROBLEM_WORDS[code][language];
  const rule = ruleOf(code, language);
  const detail = detailWords(code, next, language);
  return { type: `/docs/problems#${code}`, title, status: STATUS[code], detail, code, ...(rule && { rule }) };
}
