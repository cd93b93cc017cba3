import { Controller, Get, Headers, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DerivationStep } from '#domain/time/limit.js';
import { civilDateAt } from '#domain/time/time.js';
import { LEXICON } from '#lexicon/languages.js';
import type { Explanation } from './answers.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { languageOf, type Language } from '../http/wording.js';
import { obligationId } from './bodies.js';
import { DisputeReading } from './reading.js';

@ApiTags('obligations')
@Controller('obligations')
export class ObligationsController {
  constructor(private readonly reading: DisputeReading) {}

  @Get(':id/explanation')
  @Answers(200, 'Explanation')
  @ApiOperation({
    summary: 'Why this date: start, limit, rule and version, days skipped or counted, pauses, extensions',
  })
  async explainObligation(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: obligationId }) id: string,
    @Headers('accept-language') accept: string | undefined,
  ): Promise<Explanation> {
    const language = languageOf(accept);
    const { obligation, zone, dueAt, lateAfter, provisional, steps } = await this.reading.explanation(actor, id);
    return {
      obligationId: id,
      kind: obligation.kind,
      rule: obligation.rule,
      dueAt,
      ...(lateAfter && { lateAfter }),
      provisional,
      steps: steps.map((step) => ({
        code: step.label,
        label: LEXICON[language].step[step.label],
        from: step.from,
        to: step.to,
        detail: detailOf(step, zone, language),
        facts: step.detail,
      })),
    };
  }
}

/** The step in words: the limit in its own unit, the day that was skipped and the notice that says so. */
function detailOf(step: DerivationStep, zone: string, language: Language): string {
  const { limit, date, source, ground, rule, version } = step.detail;
  const parts = [
    limit && LEXICON[language].limit(limit),
    date ?? civilDateAt(step.to, zone),
    rule,
    version,
    ground,
    source,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
