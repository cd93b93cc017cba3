import { isObject } from '../form/shapes.js';
import { DEFAULT_POLICY } from './default-policy.js';

/**
 * A policy as a file that reads well in a diff: JSON, each member in the place that it has in the policy that ships,
 * whatever order it came in, and what is short (a limit, a rung) on a line of its own.
 */
export function written(document: unknown): string {
  return `${lines(document, DEFAULT_POLICY, '')}\n`;
}

const WIDTH = 100;

function lines(value: unknown, like: unknown, indent: string): string {
  const flat = JSON.stringify(ordered(value, like));
  if (!isObject(value) && !Array.isArray(value)) return flat;
  if (indent !== '' && isFlat(value) && indent.length + flat.length <= WIDTH) return spaced(flat);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((each) => `${inner}${lines(each, undefined, inner)}`)
    : keysOf(value, like).map(
        (key) => `${inner}${JSON.stringify(key)}: ${lines(value[key], memberOf(like, key), inner)}`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return parts.length === 0 ? `${open}${close}` : `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

/** Nothing in it has members that have members. */
function isFlat(value: object): boolean {
  const members = (each: unknown): unknown[] => (isObject(each) || Array.isArray(each) ? Object.values(each) : []);
  return members(value).every((each) => members(each).every((inner) => members(inner).length === 0));
}

/** As people write it. */
const spaced = (flat: string) =>
  flat.replace(OUTSIDE_OF_TEXTS, (found, text: string | undefined) => text ?? `${found} `);
const OUTSIDE_OF_TEXTS = /("(?:[^"\\]|\\.)*")|[:,]/g;

function ordered(value: unknown, like: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => ordered(each, undefined));
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(keysOf(value, like).map((key) => [key, ordered(value[key], memberOf(like, key))]));
}

/** In the order of what ships, then by the alphabet. */
function keysOf(value: Record<string, unknown>, like: unknown): string[] {
  const known = isObject(like) ? Object.keys(like) : ['amount', 'unit'];
  const place = (key: string) => (known.includes(key) ? known.indexOf(key) : known.length);
  return Object.keys(value).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

const memberOf = (like: unknown, key: string): unknown =>
  isObject(like) && Object.hasOwn(like, key) ? like[key] : undefined;
