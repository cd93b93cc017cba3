import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '#config/config.js';
import { abilitiesOf } from '#domain/people/abilities.js';
import { topOf } from '#domain/people/regions.js';
import type { CalendarYear } from '#domain/time/calendar.js';
import { unknownYears } from '#domain/time/missing-year.js';
import { SHIPPED_CALENDARS } from '#domain/time/shipped-calendars.js';
import { Directory } from '#persistence/people/directory.js';
import { yearDraft } from '#persistence/rules/drafts.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Sessions } from '../auth/sessions.js';
import type { Actor } from '../http/actor.js';
import { Problem } from '../http/problem.js';
import { CONFIG } from '../http/tokens.js';
import { CalendarYears } from './calendar-years.js';

/**
 * A release brings the official years that its regions do not have yet: each as a draft with what is different of it, to be
 * published by one click; or by itself, where CALENDAR_UPDATES says so and nothing that was announced comes earlier by it.
 */
@Injectable()
export class ReleasedYears implements OnApplicationBootstrap {
  private readonly logger = new Logger(ReleasedYears.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly source: DataSource,
    private readonly directory: Directory,
    private readonly rulebook: Rulebook,
    private readonly sessions: Sessions,
    private readonly years: CalendarYears,
  ) {}

  /** Nobody waits for it, and whatever is away now is tried again at the next start. */
  onApplicationBootstrap(): void {
    this.offer().catch((error: unknown) =>
      this.logger.warn(`years of the calendar were not offered: ${String(error)}`),
    );
  }

  async offer(shipped: readonly CalendarYear[] = SHIPPED_CALENDARS): Promise<void> {
    for (const { id } of (await this.directory.load()).regions) {
      const missing = unknownYears(shipped, await this.rulebook.years(id));
      const actor = missing.length > 0 ? await this.publisherOf(id) : null;
      if (actor) for (const year of missing) await this.bring(actor, { ...year, region: id });
    }
  }

  private async bring(actor: Actor, document: CalendarYear): Promise<void> {
    const { region, year, source } = document;
    await this.years.offer(actor, document);
    if (this.config.CALENDAR_UPDATES !== 'publish') return;
    // Else somebody is at work on it, or published it meanwhile.
    if (!isDeepStrictEqual((await yearDraft(this.source, region, year))?.document, document)) return;
    const told = { reason: source, allowShorter: false, by: 'release' as const };
    await this.years.publish(actor, region, year, told).catch((error: unknown) => {
      // Another process did, or it is somebody's word to say: then it stays a draft.
      if (!(error instanceof Problem)) throw error;
      this.logger.warn(`the year ${year} of ${region} was not published by itself: ${error.code}`);
    });
  }

  /** In whose name: who publishes for the whole region before one of a part; null where nobody is there yet. */
  private async publisherOf(region: string): Promise<Actor | null> {
    const tree = await this.directory.load();
    const top = topOf(region, tree)?.id;
    const publishing = tree.accounts.filter((each) => abilitiesOf(each).includes('policy.publish'));
    const actors = [...(await this.sessions.actorsOf(publishing.map(({ id }) => id))).values()];
    const own = actors.filter((each) => each.region === region);
    return own.find(({ departmentId }) => departmentId === top) ?? own[0] ?? null;
  }
}
