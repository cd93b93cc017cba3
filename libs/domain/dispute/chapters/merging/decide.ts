import { oweDispatch } from '../circulation/decide.js';
import type { CommandOf } from '../../commands.js';
import { oweGrade, oweWatch } from '../entry/decide.js';
import { end } from '../handling/decide.js';
import { succeedSince } from '../succession/decide.js';
import { refuse } from '../../../errors.js';
import type { Decisions, Story } from '../../story.js';

/**
 * Two quarrels that are one. What each of them may decide by itself; what passes between them is decided where both records
 * are at hand (`merging.ts`).
 */

/**
 * Another dispute goes on in place of this one.
 *
 * @throws DomainError MERGE_INTO_ITSELF
 */
function mergeDispute(story: Story, { data, text }: CommandOf<'MergeDispute'>): void {
  if (data.into === story.dispute.id) refuse('MERGE_INTO_ITSELF');
  end(story, { outcome: 'merged', terms: [], into: data.into }, text);
}

/** It was merged by mistake: it is back at its desk as one that is entered is, with fresh clocks. */
function splitDispute(story: Story, { data: { succeeded }, text }: CommandOf<'SplitDispute'>): void {
  story.tell('DisputeSplit', {}, text);
  succeedSince(story, succeeded, text);
  story.actor = { kind: 'system' };
  if (story.dispute.grade === null) return oweGrade(story);
  oweDispatch(story);
  oweWatch(story, story.at);
}

export const MERGING = {
  MergeDispute: mergeDispute,
  SplitDispute: splitDispute,
} satisfies Partial<Decisions>;
