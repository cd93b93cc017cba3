import { ALARM } from '#domain/policy/alarm.js';
import { DOORSTEP } from '#domain/policy/doorstep.js';
import { CHAPTER_NAMES, CHAPTERS, POLICY_FORM } from '#domain/policy/fields.js';
import { SUSPENDING } from '#domain/policy/suspending.js';
import type { PolicyFields } from './answers.js';

/** As the table has them: a shape says itself, and what checks it stays here. */
export const POLICY_FIELDS: PolicyFields = {
  chapters: CHAPTER_NAMES.map((name) => ({
    name,
    fields: CHAPTERS[name].map(({ shape: { says, schema }, readBy, sources = {}, ...field }) => ({
      ...field,
      sources,
      says,
      schema,
      readBy: [...readBy],
    })),
  })),
  absent: { ...DOORSTEP, ...ALARM, suspension: SUSPENDING },
  names: Object.fromEntries(
    Object.entries(POLICY_FORM.names).map(([name, { words, must }]) => [name, { words: [...words], must }]),
  ),
};
