import { en as lexicon } from '#lexicon/en.js';
import { board } from './en/board.js';
import { changing } from './en/changing.js';
import { deliveries } from './en/deliveries.js';
import { desk } from './en/desk.js';
import { dispute } from './en/dispute.js';
import { frame } from './en/frame.js';
import { inbox } from './en/inbox.js';
import { imports } from './en/imports.js';
import { items } from './en/items.js';
import { list } from './en/list.js';
import { login } from './en/login.js';
import { notices } from './en/notices.js';
import { people } from './en/people.js';
import { record } from './en/record.js';
import { rules } from './en/rules.js';
import { settings } from './en/settings.js';
import { setup } from './en/setup.js';
import { simulating } from './en/simulating.js';
import { statistics } from './en/statistics.js';
import { tour } from './en/tour.js';
import { verbs } from './en/verbs.js';
import { visits } from './en/visits.js';
import type { Wording } from './zh.js';

export const en: Wording = {
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
