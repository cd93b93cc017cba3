import { zh as lexicon } from '#lexicon/zh.js';
import { board } from './zh/board.js';
import { changing } from './zh/changing.js';
import { deliveries } from './zh/deliveries.js';
import { desk } from './zh/desk.js';
import { dispute } from './zh/dispute.js';
import { frame } from './zh/frame.js';
import { inbox } from './zh/inbox.js';
import { imports } from './zh/imports.js';
import { items } from './zh/items.js';
import { list } from './zh/list.js';
import { login } from './zh/login.js';
import { notices } from './zh/notices.js';
import { people } from './zh/people.js';
import { record } from './zh/record.js';
import { rules } from './zh/rules.js';
import { settings } from './zh/settings.js';
import { setup } from './zh/setup.js';
import { simulating } from './zh/simulating.js';
import { statistics } from './zh/statistics.js';
import { tour } from './zh/tour.js';
import { verbs } from './zh/verbs.js';
import { visits } from './zh/visits.js';

/**
 * All that the console says, in Chinese, a file a room; English has the same shape (en.ts), by type. The words of closed
 * lists come from the lexicon; what stands here are titles, labels and sentences of the console.
 */
export const zh = {
  ...lexicon,
  ...frame,
  ...login,
  ...inbox,
  ...verbs,
  ...dispute,
  ...desk,
  ...list,
  ...board,
  ...visits,
  ...statistics,
  ...notices,
  ...items,
  ...tour,
  ...rules,
  ...changing,
  ...simulating,
  ...people,
  ...record,
  ...deliveries,
  ...settings,
  ...imports,
  ...setup,
};

type Shape<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => string
    ? (...args: A) => string
    : T[K] extends string
      ? string
      : Shape<T[K]>;
};
export type Wording = Shape<typeof zh>;
