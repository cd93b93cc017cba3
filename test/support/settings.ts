import { z } from 'zod';
import { SECRETS, SETTINGS, type SettingName } from '#config/settings.js';
import { tableOf } from './pages.js';

/** Renders docs/settings.md from the table that the configuration is read by. */
export function settingsPage(): string {
  const secrets = SECRETS.map((name) => `\`${name}\``).join(', ');
  return [
    '# Settings',
    '',
    'Made from `libs/config/settings.ts`; a test compares the two. Each is an environment variable; an empty one is an unset one. All bad',
    'ones are named at once, without their values, and the process ends with exit code 78.',
    '',
    ...tableOf([['setting', 'takes', 'unset', 'means'], ...(Object.keys(SETTINGS) as SettingName[]).map(row)]),
    '',
    'Secrets may come from a file instead, which the same name with `_FILE` behind it names (`MASTER_KEY_FILE=/run/secrets/master_key`); a local',
    `start gives each of its programs just those that it needs: ${secrets}.`,
    '',
  ].join('\n');
}

interface Shape {
  enum?: string[];
  type?: string;
  minimum?: number;
  maximum?: number;
  default?: unknown;
}

function row(name: SettingName): string[] {
  const { as, means, ...rest } = SETTINGS[name] as (typeof SETTINGS)[SettingName] & { unset?: string; unit?: string };
  const shape = z.toJSONSchema(as, { io: 'input', unrepresentable: 'any' }) as Shape;
  return [`\`${name}\``, taken(shape, rest.unit), unset(shape, rest.unset), means];
}

function taken(shape: Shape, unit?: string): string {
  if (shape.enum) return shape.enum.map((each) => `\`${each}\``).join(', ');
  const range = shape.minimum === undefined ? 'text' : `${shape.minimum}–${shape.maximum}`;
  return unit ? `${range === 'text' ? '' : `${range} `}${unit}` : range;
}

function unset(shape: Shape, said?: string): string {
  const own = shape.default === undefined || shape.default === '' ? 'none' : `\`${String(shape.default as string)}\``;
  return said ?? own;
}
