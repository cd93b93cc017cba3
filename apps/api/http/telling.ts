import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Tree } from '#domain/people/tree.js';
import { addDays, instantOf, wallClockAt, type Instant } from '#domain/time/time.js';
import { LEXICON, type Language } from '#lexicon/languages.js';
import { WHETHER } from '#lexicon/sheet.js';
import { TABLE_WORDS, type FilterName, type TableHead, type TableName, type TableWords } from '#lexicon/tables.js';
import type { Lexicon } from '#lexicon/lexicon.js';
import { Directory } from '#persistence/people/directory.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import type { Actor } from './actor.js';
import { languageOf } from './wording.js';
import type { Cell, Table } from './workbook.js';

/** Of every sheet: a link cannot say a header, so its language may stand in the address; `codes` is for programs. */
export const SheetQuery = {
  format: z.enum(['words', 'codes']).default('words'),
  language: z
    .enum(['zh-CN', 'en'])
    .optional()
    .meta({ description: 'Of heads and words; else as `Accept-Language` says' }),
};
interface AskedSheet {
  format: 'words' | 'codes';
  language?: Language | undefined;
}

/** The closed lists of the lexicon: those whose words have codes. */
type List = { [L in keyof Lexicon]: Lexicon[L] extends Record<string, string> ? L : never }[keyof Lexicon];

const DEPARTMENTS: readonly string[] = ['holder', 'desk', 'village', 'department'];
const MOMENTS: readonly string[] = ['enteredFrom', 'enteredTo', 'from', 'to'];
/** `2026-06-30` */
const DAY_LETTERS = 10;
const LISTS: Partial<Record<string, List>> = {
  status: 'status',
  grade: 'grade',
  category: 'category',
  outcome: 'outcome',
  lateFor: 'kind',
  danger: 'dangerSign',
};

/**
 * How a table says things to who asked for it: in their words, by names and by the clocks of the township; or to a program,
 * by codes, ids and UTC.
 */
export class Telling {
  readonly words: TableWords;

  constructor(
    readonly language: Language,
    readonly zone: string,
    readonly coded: boolean,
    private readonly tree: Tree,
  ) {
    this.words = TABLE_WORDS[language];
  }

  head = (code: TableHead): string => (this.coded ? code : this.words.head[code]);

  /** The file of a table: what its reader calls it, where that is not what programs do. */
  file = (name: string, table: TableName, more?: string) => {
    const title = this.words.title[table];
    const called = more === undefined ? title : this.beside(title, more);
    return { name, zone: this.zone, ...(!this.coded && this.language !== 'en' && { called }) };
  };

  /** A word of a list of the tables themselves. */
  own<L extends 'boardColumn' | 'waits' | 'measure' | 'grouping' | 'counted'>(
    list: L,
    code: string & keyof TableWords[L],
  ): string {
    return this.coded ? code : (this.words[list] as Record<string, string>)[code]!;
  }

  /** A word of the lexicon. */
  word = (list: List, code: string | null): string | null =>
    code === null || this.coded ? code : ((LEXICON[this.language][list] as Record<string, string>)[code] ?? code);

  /** Of a department. */
  name = (id: string | null): string | null => {
    const found = id === null || this.coded ? undefined : this.tree.departments.get(id);
    return (this.language === 'en' ? found?.nameEn : found?.name) ?? id;
  };

  person = (id: string | null): string | null =>
    (this.coded ? undefined : this.tree.accounts.find((each) => each.id === id)?.name) ?? id;

  at = (moment: Instant | null | undefined): Cell => (!moment ? null : this.coded ? moment : { at: moment });

  share = (value: number | null): Cell => (value === null || this.coded ? value : { share: value });

  whether(is: boolean): string {
    return this.coded ? String(is) : WHETHER[this.language][is ? 'yes' : 'no'];
  }

  /** `张有田（申请人）` */
  beside = (what: string, more: string | null): string =>
    this.language === 'en' ? `${what} (${more})` : `${what}（${more}）`;

  /** Several in one cell. */
  several = (parts: readonly (string | null)[]): string =>
    parts.filter((each) => each !== null).join(this.coded ? ' ' : this.language === 'en' ? '; ' : '；');

  /**
   * The sheet that says who made the others, when, and what they were narrowed by.
   *
   * @param state the list that `state` is a word of
   * @param more lines that belong to what the others say
   */
  about(
    table: TableName,
    actor: Actor,
    filter: object,
    { state, more = [] }: { state?: List; more?: readonly Cell[][] } = {},
  ): Table {
    const { about, title } = this.words;
    const narrowed = Object.entries(filter as Record<string, string | boolean | undefined>)
      .filter(([, value]) => value !== undefined)
      .filter(([name, value]) => name in this.words.filter && !(name === 'rehearsal' && value === false))
      .map(([name, value]): Cell[] => [this.words.filter[name as FilterName], this.said(name, value!, state)]);
    return {
      name: title.about,
      heads: [about.table, title[table]],
      rows: [
        [about.by, this.beside(actor.name, this.name(actor.departmentId))],
        [about.at, { at: instantOf(Date.now()) }],
        [about.zone, this.zone],
        ...(narrowed.length > 0 ? narrowed : [[about.filter, about.none]]),
        ...more,
      ],
    };
  }

  /** Of a period: by days where it is of whole ones, its last the last that is in it. */
  private bound(name: string, value: string): Cell {
    const isEnd = /to$/i.test(name);
    const said = (day: string) => (isEnd ? this.beside(day, this.words.wholeDay) : day);
    if (value.length <= DAY_LETTERS) return said(value);
    const clock = wallClockAt(value, this.zone);
    const day = clock.slice(0, DAY_LETTERS);
    if (this.coded || clock.slice(DAY_LETTERS + 1) !== '00:00:00') return this.at(value);
    return said(isEnd ? addDays(day, -1) : day);
  }

  private said(name: string, value: string | boolean, state: List | undefined): Cell {
    if (typeof value === 'boolean') return this.whether(value);
    if (DEPARTMENTS.includes(name)) return this.name(value);
    if (MOMENTS.includes(name)) return this.bound(name, value);
    if (name === 'handler') return this.person(value);
    if (name === 'danger' && value === 'any') return this.words.any;
    if (name === 'board') return this.own('boardColumn', value as keyof TableWords['boardColumn']);
    if (name === 'waits') return this.own('waits', value as keyof TableWords['waits']);
    if (name === 'measure') return this.own('counted', value as keyof TableWords['counted']);
    if (name === 'by') return this.own('grouping', value as keyof TableWords['grouping']);
    const list = name === 'state' ? state : LISTS[name];
    return list ? this.word(list, value) : value;
  }
}

@Injectable()
export class Tellings {
  constructor(
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {}

  /** @param accept the header */
  async of(actor: Actor, { format, language }: AskedSheet, accept: string | undefined): Promise<Telling> {
    const [{ zone }, tree] = await Promise.all([this.rulebook.today(actor.region), this.directory.of(actor)]);
    return new Telling(language ?? languageOf(accept), zone, format === 'codes', tree);
  }
}

/** What somebody typed, in one line: a row of a sheet is a row also for who reads lines. */
export const inOneLine = (text: string | null): string | null =>
  text && text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
