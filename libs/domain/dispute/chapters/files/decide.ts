import type { CommandOf } from '../../commands.js';
import { refuse } from '../../../errors.js';
import type { Decisions, Story } from '../../story.js';

/** What is attached to a case 附件: photos and documents, kept beside the record, which knows each by its digest. */

export const MOST_FILES = 50;

/** @throws DomainError TOO_MANY_FILES, or NO_SUCH_VISIT where it is of a visit that nobody planned */
function attachFile(story: Story, { data, text }: CommandOf<'AttachFile'>): void {
  const { files = 0, next } = story.dispute;
  if (files >= MOST_FILES) refuse('TOO_MANY_FILES', { most: MOST_FILES });
  if (data.n !== undefined && data.n >= next.visit) refuse('NO_SUCH_VISIT', { n: data.n });
  story.tell('FileAttached', data, text);
}

export const FILES = {
  AttachFile: attachFile,
} satisfies Partial<Decisions>;
