import { applyDecorators, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Logged } from './logged.js';
import { Costly } from '../http/rates.js';
import type { Ending } from '../http/spreadsheet.js';
import { OneAtATime } from '../http/turns.js';

/** The door at which a table is taken away as a file: noted, one at a time for each person, and no cheap one. */
export const SheetRoute = (of: string, ending: Ending, summary: string) =>
  // Whose turn it is comes before what is noted: applied as decorators that stand above each other are, the lowest first.
  applyDecorators(
    ApiOperation({ summary }),
    OneAtATime(),
    Costly(),
    Logged('export', () => ({ of })),
    Get(`${of}.${ending}`),
  );
