import type { DisputeEvent } from '#domain/dispute/events.js';
import type { Rules } from '#domain/obligation/obligation.js';
import type { Rulebook } from '../rules/rulebook.js';

/** The record names rules by their versions; whoever folds it needs the rules themselves. */

/** As it is recorded: which rules a case moved to, and not what they say. */
export function bare(event: DisputeEvent): DisputeEvent {
  const { rules: _rules, ...rest } = event;
  return rest as DisputeEvent;
}

/** Entries as they are folded: with the rules that they name. */
export async function ruled(rulebook: Rulebook, events: readonly DisputeEvent[]): Promise<DisputeEvent[]> {
  return Promise.all(
    events.map(async (event) =>
      event.type === 'RulesMoved' ? { ...event, rules: await rulesNamedBy(rulebook, event) } : event,
    ),
  );
}

/**
 * The rules that a case was entered under.
 *
 * @throws Error where this entry begins no record
 */
export async function firstRules(rulebook: Rulebook, id: string, first: DisputeEvent | undefined): Promise<Rules> {
  if (first?.type !== 'DisputeRegistered') throw new Error(`the record of ${id} does not begin with a registration`);
  return rulesNamedBy(rulebook, first);
}

function rulesNamedBy(
  rulebook: Rulebook,
  { data }: { data: { policyVersion: string; calendarVersion: string } },
): Promise<Rules> {
  return rulebook.rules(data.policyVersion, data.calendarVersion);
}
