import type { SucceedDepartment } from '../../commands.js';
import type { EventData, SealedText } from '../../events.js';
import { succeedsDepartments } from '../../may/rights.js';
import type { Story } from '../../story.js';
import { refuse } from '../../../errors.js';
import { hasPartOf } from './places.js';

/** Of a case that comes back: whoever it names that was closed since then. */
export function succeedSince(
  story: Story,
  succeeded: readonly EventData['DepartmentSucceeded'][] = [],
  text?: SealedText,
): void {
  for (const each of succeeded) if (hasPartOf(story.dispute, each.from)) story.tell('DepartmentSucceeded', each, text);
}

/**
 * A department that is closed leaves what it has on the case to its successor, at once and to the last piece; not one clock
 * moves. Where it has nothing there is nothing to tell.
 *
 * @throws DomainError NOT_ALLOWED to all but who looks after both departments; ERASED, ALREADY_CLOSED
 */
export function succeedDepartment(story: Story, { actor, data, text }: SucceedDepartment): void {
  const { status, erased } = story.dispute;
  if (!succeedsDepartments(actor, data)) refuse('NOT_ALLOWED');
  if (erased) refuse('ERASED');
  if (status === 'closed') refuse('ALREADY_CLOSED');
  if (hasPartOf(story.dispute, data.from)) story.tell('DepartmentSucceeded', data, text);
}
