import { en } from './en.js';
import { zh } from './zh.js';

/** What people type or keep in sheets: our words in both languages, and what else is taken for them. */
export function both<C extends string>(
  chinese: Record<C, string>,
  english: Record<C, string>,
  also: Partial<Record<C, readonly string[]>> = {},
): ReadonlyMap<C, readonly string[]> {
  const codes = Object.keys(chinese) as C[];
  return new Map(codes.map((code) => [code, [chinese[code], english[code], ...(also[code] ?? [])]]));
}

export const ROLE_WORDS = both(zh.role, en.role, {
  reporter: ['网格员', '信息员'],
  desk: ['流转员'],
  handler: ['经办人'],
  head: ['负责人'],
  visitor: ['回访人'],
  supervisor: ['督导员', zh.post.director, zh.post['political-legal'], zh.post.secretary],
  auditor: ['审计员'],
  admin: ['系统管理员'],
});
