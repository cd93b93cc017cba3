import type { Verb } from '../contract.js';
import type { Form } from './field.js';
import { circulation } from './forms/circulation.js';
import { closing } from './forms/closing.js';
import { handling } from './forms/handling.js';
import { leading } from './forms/leading.js';
import { pausing } from './forms/pausing.js';
import { record } from './forms/record.js';
import { visits } from './forms/visits.js';

/**
 * What each verb asks for, as a table: a new verb is a row of its chapter, not a page. Which verbs a person may use says
 * `can[]`; what is allowed says the server. `test/web/verbs.spec.ts` holds this table against the bodies that the API takes.
 */
export const VERB_FORMS: Record<Verb, Form> = {
  ...record,
  ...circulation,
  ...handling,
  ...pausing,
  ...leading,
  ...visits,
  ...closing,
};
