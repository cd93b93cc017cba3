import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { VERBS, type Verb } from '#domain/dispute/commands.js';
import { DISCARDED, LEFT_BY, phrasesOf, type Use } from '#domain/reading/phrases.js';
import { namesIn, typedBy, typedOfItems } from '#persistence/reading/phrase-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Vault } from '#persistence/vault/vault.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';

const PHRASED = [...(Object.keys(VERBS) as Verb[]), 'discard'] as const;
type Phrased = (typeof PHRASED)[number];
const PhrasesQuery = z.strictObject({ verb: z.enum(PHRASED) });

/** So long they are as they were found: they are opened one by one. */
const KEPT_MS = 60_000;

/** What the caller's department writes again and again, learned from what it wrote. */
@ApiTags('disputes')
@Controller('phrases')
export class PhrasesController {
  private readonly known = new Map<string, { until: number; phrases: Promise<string[]> }>();

  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly vault: Vault,
  ) {}

  @Get()
  @Answers(200, 'Phrases')
  @ApiOperation({ summary: 'Reasons and notes that the own department gives again and again with a verb' })
  async listPhrases(
    @CurrentActor() actor: Actor,
    @Query({ schema: PhrasesQuery }) { verb }: z.infer<typeof PhrasesQuery>,
  ) {
    const key = `${actor.userId} ${verb}`;
    const now = Date.now();
    for (const [each, { until }] of this.known) if (until < now) this.known.delete(each);
    let found = this.known.get(key);
    if (!found) this.known.set(key, (found = { until: now + KEPT_MS, phrases: this.find(actor, verb) }));
    try {
      return { phrases: await found.phrases };
    } catch (error) {
      this.known.delete(key);
      throw error;
    }
  }

  private async find(actor: Actor, verb: Phrased): Promise<string[]> {
    const left = verb === 'discard' ? DISCARDED : LEFT_BY[verb];
    if (!left) return [];
    const { typed, names } = await this.reader.as(actor, async (db) => {
      const read = verb === 'discard' ? typedOfItems : typedBy;
      const typed = await read(db, actor.departmentId, left.type);
      return { typed, names: await namesIn(db, [...new Set(typed.map(({ id }) => id))]) };
    });
    const uses: Use[] = [];
    for (const { id, text } of typed) {
      const key = await this.vault.find(this.source, id);
      // Erased since: what it said counts no more.
      const said = key && (key.open(text) as Record<string, unknown>)[left.member];
      if (typeof said === 'string') uses.push({ caseId: id, text: said });
    }
    return phrasesOf(uses, names);
  }
}
