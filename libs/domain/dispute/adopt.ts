import { accept, offer } from './chapters/circulation/decide.js';
import { enter } from './chapters/entry/decide.js';
import { end } from './chapters/handling/decide.js';
import type { CommandOf } from './commands.js';
import { refuse } from '../errors.js';
import { passLedger } from './moments.js';
import type { Decisions, Story } from './story.js';
import type { Instant } from '../time/time.js';

/**
 * An open case of an old ledger goes on here. What the ledger tells is told again at its own moments, by the rules of today;
 * what fell due between them fell due then. All of it is the word of who brings it in.
 *
 * @throws DomainError MOMENT_OUT_OF_RANGE where the moments are not in order or not past; NOT_GRADED where it was handed on
 *   or resolved without a grade; NO_OPEN_TRANSFER where it was resolved before the offer was answered
 */
function adoptDispute(story: Story, { data, text }: CommandOf<'AdoptDispute'>): void {
  const { registeredAt, transfer, resolution, ...registration } = data;
  const adoptedAt = story.at;
  refuseDisorder([registeredAt, transfer?.offeredAt, transfer?.acceptedAt, resolution?.resolvedAt, adoptedAt]);
  if ((transfer || resolution) && !registration.grade) refuse('NOT_GRADED');
  const isInHouse = transfer?.to === registration.desk;
  if (transfer && resolution && !transfer.acceptedAt && !isInHouse) refuse('NO_OPEN_TRANSFER', { transferId: 't1' });

  const { actor } = story;
  const to = (moment: Instant, isAnswered = false): void => {
    story.actor = { kind: 'clock' };
    passLedger(story, moment, isAnswered);
    story.actor = actor;
    story.at = moment;
  };
  story.at = registeredAt;
  enter(story, { ...registration, rehearsal: false }, text);
  if (transfer) {
    to(transfer.offeredAt);
    offer(story, { to: transfer.to, role: 'lead', designated: false });
    if (transfer.acceptedAt && !isInHouse) {
      to(transfer.acceptedAt, true);
      accept(story, 't1');
    }
  }
  if (resolution) {
    to(resolution.resolvedAt);
    end(story, { outcome: resolution.outcome, terms: [] });
    story.actor = actor;
  }
  to(adoptedAt);
  story.tell('DisputeAdopted', {});
}

function refuseDisorder(moments: readonly (Instant | undefined)[]): void {
  const told = moments.filter((each) => each !== undefined);
  for (const [index, at] of told.entries()) {
    const before = told[index - 1];
    if (before !== undefined && at < before) refuse('MOMENT_OUT_OF_RANGE', { at: before, latest: at });
  }
}

export const ADOPTING = { AdoptDispute: adoptDispute } satisfies Partial<Decisions>;
