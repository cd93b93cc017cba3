import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { KINDS } from '#domain/words.js';
import { TABS } from '#persistence/reading/work-reader.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { cursor, limit } from '../http/paging.js';
import { flag, several } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { languageOf } from '../http/wording.js';
import { InboxService } from './inbox.service.js';

/** Kinds narrow a tab further; repeated in the address (`kind=grade&kind=dispatch`). */
const InboxQuery = z.strictObject({
  tab: z.enum(TABS).default('all'),
  kind: several(z.enum(KINDS)),
  by: z
    .enum(['obligation', 'case'])
    .default('obligation')
    .meta({ description: 'A line for each that is owed, or one a case with what is due first; `also` has the others' }),
  /** Rehearsals alone; they are in no list else. */
  rehearsal: flag.default(false),
  cursor,
  limit,
});
const CountQuery = z.strictObject({ rehearsal: flag.default(false) });

@ApiTags('work')
@Controller('inbox')
export class InboxController {
  constructor(private readonly inbox: InboxService) {}

  @Get()
  @Answers(200, 'WorkList')
  @ApiOperation({ summary: "What the caller's department owes, most urgent first" })
  listWork(
    @CurrentActor() actor: Actor,
    @Query({ schema: InboxQuery }) query: z.infer<typeof InboxQuery>,
    @Headers('accept-language') accept: string | undefined,
  ) {
    return this.inbox.list(actor, query, languageOf(accept));
  }

  @Get('counts')
  @Answers(200, 'Counts')
  @ApiOperation({ summary: 'How many lines each tab has, by obligation and by case' })
  countWork(@CurrentActor() actor: Actor, @Query({ schema: CountQuery }) { rehearsal }: z.infer<typeof CountQuery>) {
    return this.inbox.counts(actor, rehearsal);
  }
}
