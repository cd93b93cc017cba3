import { Controller, Get, Header, Headers } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../http/actor.js';
import type { ProblemCode } from '../http/problem-codes.js';
import { STATUS } from '../http/problem.js';
import { detailWords } from '../http/refusal-rules.js';
import { PROBLEM_WORDS, languageOf } from '../http/wording.js';

/** The page that the `type` of every problem points to: what it means and what to do. */
@Public()
@ApiExcludeController()
@Controller('docs/problems')
export class ProblemsController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Headers('accept-language') accept: string | undefined): string {
    const language = languageOf(accept);
    const rows = (Object.keys(PROBLEM_WORDS) as ProblemCode[]).map((code) => {
      const { title, detail: next } = PROBLEM_WORDS[code][language];
      const detail = detailWords(code, next, language);
      return `<tr id="${code}"><td><code>${code}</code></td><td>${STATUS[code]}</td><td>${title}</td><td>${detail}</td></tr>`;
    });
    return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>Problems</title><table>${rows.join('')}</table></html>`;
  }
}
