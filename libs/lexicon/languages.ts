import { en } from './en.js';
import type { Lexicon } from './lexicon.js';
import { zh } from './zh.js';

export type Language = 'zh-CN' | 'en';

export const LEXICON: Record<Language, Lexicon> = { 'zh-CN': zh, en };

/** A word of a list inside a sentence: `Waiting for an answer`, `waiting for an answer`. */
export const inSentence = (word: string) => word.charAt(0).toLowerCase() + word.slice(1);
