import { Body, Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '#domain/errors.js';
import { involvedOf } from '#domain/dispute/may/involved.js';
import { LEXICON } from '#lexicon/languages.js';
import { may } from '#domain/people/abilities.js';
import { Directory } from '#persistence/people/directory.js';
import { findDispute, type FoundDispute } from '#persistence/reading/dispute-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { readersOf } from '#domain/people/readers.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import { Logged } from '../audit/logged.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Costly } from '../http/rates.js';
import { Answers } from '../http/document.js';
import { Problem, notFound } from '../http/problem.js';
import { languageOf } from '../http/wording.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { DisputeId } from './bodies.js';
import { text } from '../http/pieces.js';
import { callsIn, readsContacts } from './masking.js';

const Reveal = z.strictObject({
  partyId: z.string().regex(/^p\d{1,3}$/, 'must be the id of a party, such as p1'),
  field: z.enum(['phone', 'idNumber']),
  reason: text(500),
});

/** More than a person needs and less than a thief. */
const REVEALS_AN_HOUR = 100;
const HOUR_SECONDS = 3_600;

/** Who can see a case, and the looks that need a reason. */
@ApiTags('disputes')
@Controller('disputes/:id')
export class PrivacyController {
  constructor(
    private readonly source: DataSource,
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
    private readonly vault: Vault,
    private readonly log: AccessLog,
  ) {}

  @Get('readers')
  @Logged('readers')
  @Answers(200, 'ReaderList')
  @ApiOperation({ summary: 'Who can see this case, and why' })
  async listReaders(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Query({ schema: WholeListQuery }) query: WholeListQuery,
    @Headers('accept-language') accept: string | undefined,
  ) {
    const { row, state } = await this.get(actor, id);
    const tree = await this.directory.of(actor);
    const language = languageOf(accept);
    const items = readersOf(involvedOf(state), tree).map(({ account, roles, reasons }) => ({
      userId: account.id,
      name: account.name,
      departmentId: account.departmentId,
      roles,
      reasons: reasons.map((each) => ({ ...each, text: LEXICON[language].readerReason[each.why] })),
      readsContacts: readsContacts(row, account.departmentId),
      readsReporter: may(tree.actorOf(account), 'reporter.see', row),
    }));
    return inPages(items, query);
  }

  @Post('reveal')
  @Costly()
  @Answers(200, 'Revealed')
  @ApiOperation({ summary: "Show a party's telephone or identity number whole; the look and its reason are logged" })
  async revealContact(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
    @Body({ schema: Reveal }) { partyId, field, reason }: z.infer<typeof Reveal>,
  ) {
    const { row } = await this.get(actor, id);
    const party = row.parties.find((each) => each.id === partyId);
    if (!party) throw new DomainError('NO_SUCH_PARTY', { partyId });
    const value = party[field];
    if (value === undefined) throw notFound();
    const key = await this.vault.find(this.source, id);
    // Noted first: what could not be noted is not shown.
    const noted = await this.log.noteAtMost(REVEALS_AN_HOUR, actor, 'reveal', {
      disputeId: id,
      data: { partyId, field },
      ...(key && { text: key.seal({ reason }) }),
    });
    if (!noted) throw new Problem('TOO_MANY_REQUESTS', {}, HOUR_SECONDS);
    return { partyId, field, value, ...(field === 'phone' && { calls: callsIn(value) }) };
  }

  private async get(actor: Actor, id: string): Promise<FoundDispute> {
    const found = await findDispute(this.reader, actor, this.rulebook, id);
    if (!found) throw notFound();
    return found;
  }
}
