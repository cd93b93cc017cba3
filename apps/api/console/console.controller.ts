import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { dangerOf } from '#domain/item/danger.js';
import { dangerWordsOf } from '#domain/policy/alarm.js';
import { leastGrade } from '#domain/policy/least-grade.js';
import { MOST_PARTIES } from '#domain/dispute/parties.js';
import { papersOf } from '#domain/reading/identity.js';
import { firstRegion } from '#domain/people/regions.js';
import type { Tree } from '#domain/people/tree.js';
import { routedNow, suggest } from '#domain/reading/next-step.js';
import { instantOf } from '#domain/time/time.js';
import { CATEGORIES, DANGER_SIGNS } from '#domain/words.js';
import { Directory } from '#persistence/people/directory.js';
import { findSimilar } from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { telephonesOf } from '#persistence/record/telephones.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { rows } from '#persistence/database/rows.js';
import type { DangerRead, NumbersRead, Settings } from './answers.js';
import { CurrentActor, Public, type Actor } from '../http/actor.js';
import { Uncounted } from '../http/rates.js';
import { asked, several } from '../http/pieces.js';
import { NUMBER } from '../disputes/bodies.js';
import { Answers } from '../http/document.js';
import { CONFIG } from '../http/tokens.js';

/** It is asked by anybody, as often as they like: for so long it is answered as before. */
const FRESH_MS = 5_000;

/** A title and a narrative. */
const MOST_TOLD = 20_300;

const NoQuery = z.strictObject({});

const ProposalQuery = z.strictObject({
  category: z.enum(CATEGORIES).optional(),
  village: asked(64).default(''),
  title: asked(200).default(''),
  name: several(asked(100)),
  dangerSign: several(z.enum(DANGER_SIGNS)),
  rehearsal: z.enum(['true', 'false']).default('false'),
});

/** In the body, not in the address: addresses stand in logs. */
const Numbers = z
  .strictObject({
    parties: z
      .array(z.strictObject({ phone: asked(NUMBER).default(''), idNumber: asked(NUMBER).default('') }))
      .max(MOST_PARTIES),
  })
  .meta({ id: 'Numbers' });

const Told = z.strictObject({ text: asked(MOST_TOLD) }).meta({ id: 'Told' });

/** What a screen needs to know before anybody acts. */
@ApiTags('console')
@Controller()
export class ConsoleController {
  private known: { until: number; settings: Promise<Settings> } | null = null;

  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
    private readonly source: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Uncounted()
  @Get('console')
  @Answers(200, 'Settings')
  @ApiOperation({ summary: 'How one signs in here, and in which zone the township lives' })
  getSettings(@Query({ schema: NoQuery }) _query: object): Promise<Settings> {
    if (this.known && this.known.until > Date.now()) return this.known.settings;
    const settings = this.readSettings();
    this.known = { until: Date.now() + FRESH_MS, settings };
    // What failed is not remembered.
    settings.catch(() => (this.known = null));
    return settings;
  }

  private async readSettings(): Promise<Settings> {
    const { AUTH_MODE: authMode, REHEARSALS: rehearsals, DEMO_ACCOUNTS } = this.config;
    const shown = authMode === 'local' && DEMO_ACCOUNTS === 'on';
    const tree = await this.directory.load();
    const { policy } = await this.rulebook.current(firstRegion(tree));
    return {
      authMode,
      rehearsals: rehearsals === 'on',
      zone: policy.document.workingTime.zone,
      demoAccounts: shown ? await this.demoAccounts(tree) : [],
    };
  }

  /** Those alone whose password everybody knows; nobody learns here of a real one. */
  private async demoAccounts({ departments, accounts }: Tree): Promise<Settings['demoAccounts']> {
    const demo = await rows<{ id: string }>(this.source, `SELECT id FROM account WHERE demo AND active`);
    const ids = new Set(demo.map(({ id }) => id));
    return accounts
      .filter(({ id }) => ids.has(id))
      .map(({ id, name, departmentId, roles }) => {
        const department = departments.get(departmentId);
        return { id, name, roles, department: { name: department!.name, nameEn: department!.nameEn } };
      });
  }

  @Get('proposal')
  @Answers(200, 'Proposal')
  @ApiOperation({
    summary: 'For a dispute that is being registered: the proposed department, the least grade, and disputes like it',
  })
  async getProposal(
    @CurrentActor() actor: Actor,
    @Query({ schema: ProposalQuery }) query: z.infer<typeof ProposalQuery>,
  ) {
    const { category, village, title, name, dangerSign } = query;
    const { policy } = await this.rulebook.current(actor.region);
    // Whether it was reported before is known once it is there.
    const least = leastGrade(policy.document, { category, dangerSigns: dangerSign, repeats: 0 });
    // Danger raises it before anybody knows what the quarrel is.
    if (category === undefined || village === '') return { suggestion: null, leastGrade: least, similar: [] };
    const similar = await this.reader.as(actor, (db) =>
      findSimilar(db, {
        id: '00000000-0000-0000-0000-000000000000',
        names: name,
        village,
        category,
        title,
        rehearsal: query.rehearsal === 'true',
        at: instantOf(Date.now()),
      }),
    );
    const about = { category, village, dangerSigns: dangerSign, transfers: [] };
    const tree = await this.directory.of(actor);
    const routing = routedNow(policy.document.routing, (id) => tree.successorOf(id));
    return {
      suggestion: suggest(routing, about, (id) => tree.isStaffed(id)),
      leastGrade: least,
      similar,
    };
  }

  @Post('danger')
  @HttpCode(200)
  @Answers(200, 'DangerRead')
  @ApiOperation({ summary: 'Which signs of danger a text shows, as a report is read for them; nothing is kept' })
  async readDanger(
    @CurrentActor() actor: Actor,
    @Body({ schema: Told }) { text }: z.infer<typeof Told>,
  ): Promise<DangerRead> {
    const { policy } = await this.rulebook.current(actor.region);
    return { found: dangerOf(text, dangerWordsOf(policy.document)).dangerFound ?? [] };
  }

  @Post('numbers')
  @HttpCode(200)
  @Answers(200, 'NumbersRead')
  @ApiOperation({ summary: 'Which telephones and papers are numbers by which somebody would be known again' })
  readNumbers(@Body({ schema: Numbers }) { parties }: z.infer<typeof Numbers>): NumbersRead {
    return {
      parties: parties.map(({ phone, idNumber }) => ({
        phones: telephonesOf(phone).length,
        papers: papersOf(idNumber).length,
      })),
    };
  }
}
