import { Injectable } from '@nestjs/common';
import { clockOf } from '#domain/obligation/obligation.js';
import { obligationStateAt } from '#domain/reading/standing.js';
import { workerOf } from '#domain/people/readers.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { inbox, inboxCounts, type Tab, type WorkRow } from '#persistence/reading/work-reader.js';
import type { Work } from './answers.js';
import type { Actor } from '../http/actor.js';
import type { Page } from '../http/answers.js';
import { decodeCursor, page } from '../http/paging.js';
import { Shared } from '../http/shared.js';
import { disputeInWork, nowOf, obligationView } from '../disputes/view.js';
import type { Language } from '../http/wording.js';
import { remainingOf } from '../disputes/speech.js';

export interface InboxFilter {
  tab: Tab;
  kind: readonly string[];
  rehearsal: boolean;
  cursor?: string;
  limit: number;
}

@Injectable()
export class InboxService {
  private readonly shared = new Shared<Page<Work>>();

  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
  ) {}

  /** @throws Problem BAD_REQUEST for a cursor of another list */
  list(actor: Actor, filter: InboxFilter, language: Language): Promise<Page<Work>> {
    // A change makes the consoles of all who work it ask in the same moment, and who sees the same is told the same.
    return this.shared.of(JSON.stringify([workerOf(actor), actor.scopes, filter, language]), () =>
      this.drawn(actor, filter, language),
    );
  }

  private async drawn(actor: Actor, { tab, kind, rehearsal, cursor, limit }: InboxFilter, language: Language) {
    const after = cursor ? decodeCursor(cursor, ['instant', 'obligation']) : null;
    const place = after && { dueAt: String(after[0]), id: String(after[1]) };
    const rows = await this.reader.as(actor, (db) =>
      inbox(db, workerOf(actor), tab, kind, place, limit + 1, rehearsal),
    );
    const items = await Promise.all(rows.map((row) => this.entry(row, language)));
    return page(
      items,
      limit,
      (item) => [item.obligation.dueAt, item.obligation.id],
      (item) => item,
    );
  }

  async counts(actor: Actor, rehearsal: boolean) {
    return this.reader.as(actor, (db) => inboxCounts(db, workerOf(actor), rehearsal));
  }

  /** One line of work: the obligation, its dispute, and how much working time is left. */
  async entry({ obligation, dispute }: WorkRow, language: Language): Promise<Work> {
    const rules = await this.rulebook.rules(obligation.rule.policyVersion, obligation.rule.calendarVersion);
    const now = nowOf(dispute);
    return {
      obligation: obligationView(obligation, now),
      dispute: disputeInWork(dispute),
      dueAt: obligation.dueAt,
      remaining: remainingOf(obligation, now, clockOf(rules), language),
      state: obligationStateAt(obligation, now),
    };
  }
}
