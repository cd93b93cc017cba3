import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Registered } from '#domain/dispute/state.js';
import { differences } from '#domain/policy/difference.js';
import type { CalendarYear } from '#domain/time/calendar.js';
import { transaction } from '#persistence/database/database.js';
import {
  discardYear,
  draftYear,
  nextYear,
  offerYear,
  publishYear,
  withYear,
  yearDraft,
} from '#persistence/rules/drafts.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { AccessLog } from '../audit/access-log.js';
import type { Actor } from '../http/actor.js';
import { notFound, Problem } from '../http/problem.js';
import { demandMeant, Foretelling } from './foretelling.js';
import { MovingCases } from './moving-cases.js';

/** A year of a region's calendar from its draft to where it counts, whoever brings it. */
@Injectable()
export class CalendarYears {
  constructor(
    private readonly source: DataSource,
    private readonly rulebook: Rulebook,
    private readonly foretelling: Foretelling,
    private readonly moving: MovingCases,
    private readonly log: AccessLog,
  ) {}

  /** @param document one that makes sense, of the actor's region */
  async draft(actor: Actor, document: CalendarYear): Promise<void> {
    const { region, year } = document;
    await transaction(this.source, async (db) => {
      await draftYear(db, document, actor);
      await this.log.note(actor, 'calendar-drafted', { data: { region, year } }, db);
    });
  }

  /** As `draft` in the name of somebody, of what came with a release; not where the region has it, or a draft of it. */
  async offer(actor: Actor, document: CalendarYear): Promise<void> {
    const { region, year } = document;
    await transaction(this.source, async (db) => {
      if (!(await offerYear(db, document))) return;
      await this.log.note(actor, 'calendar-drafted', { data: { region, year, by: 'release' } }, db);
    });
  }

  /** @throws Problem NOT_FOUND as `drafted` */
  async discard(actor: Actor, region: string, year: number): Promise<void> {
    await transaction(this.source, async (db) => {
      if (region !== actor.region || !(await discardYear(db, region, year))) throw notFound();
      await this.log.note(actor, 'calendar-discarded', { data: { region, year } }, db);
    });
  }

  /** @throws Problem NOT_FOUND where the actor's region has no draft of it */
  async drafted(actor: Actor, region: string, year: number) {
    const draft = region === actor.region ? await yearDraft(this.source, region, year) : null;
    if (!draft) throw notFound();
    const known = (await this.rulebook.years(region)).find((each) => each.year === year) ?? null;
    return { ...draft, differences: differences(known ?? {}, draft.document) };
  }

  async preview(actor: Actor, region: string, year: number) {
    return this.foretelling.of(actor, 'calendar', await this.under(actor, region, year));
  }

  async previewRows(actor: Actor, region: string, year: number) {
    return this.foretelling.all(actor, 'calendar', await this.under(actor, region, year));
  }

  /** @throws Problem NOT_FOUND as `drafted`; DATES_SHORTENED where nobody said that it is meant; PUBLISHED_MEANWHILE */
  async publish(
    actor: Actor,
    region: string,
    year: number,
    { reason, allowShorter, ...by }: { reason: string; allowShorter: boolean; by?: 'release' },
  ) {
    const { document } = await this.drafted(actor, region, year);
    if (!allowShorter) demandMeant(await this.preview(actor, region, year));
    const version = await nextYear(this.source, region, year);
    const told = { cause: 'calendar' as const, version, allowShorter, reason };
    const rollout = await this.moving.all(actor, told, async (db) => {
      if (!(await publishYear(db, version, document, actor, reason))) throw new Problem('PUBLISHED_MEANWHILE');
      await this.log.note(actor, 'calendar-published', { data: { version, region, year, allowShorter, ...by } }, db);
    });
    return { version, rollout };
  }

  /** The rules that a case would move to: its own policy, and the calendar with the draft of this year. */
  private async under(actor: Actor, region: string, year: number) {
    const { document } = await this.drafted(actor, region, year);
    const years = withYear(await this.rulebook.years(region), document);
    const calendar = { region, version: `${region}-${year}.draft`, years };
    return ({ rules }: Registered) => ({ ...rules, calendar });
  }
}
