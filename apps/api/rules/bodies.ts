import { z } from 'zod';
import type { PolicyDocument } from '#domain/policy/document.js';
import type { CalendarYear } from '#domain/time/calendar.js';
import { bound, text } from '../http/pieces.js';

/** What `checkPolicy` and `checkCalendar` look through, so that every problem is named at once and by its own words. */
const looked = <T>(id: string, like: string) =>
  z
    .record(z.string(), z.unknown())
    .transform((document) => document as unknown as T)
    .meta({ id, description: `In the shape of ${like}; every problem of it is named by its place` });

export const PolicyDraft = z
  .strictObject({ document: looked<PolicyDocument>('PolicyForm', 'PolicyDocument') })
  .meta({ id: 'PolicyDraft' });

export const ChangedDraft = PolicyDraft.extend({
  madeOf: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'The `hash` of the draft that was changed; refused where somebody else saved another since' }),
}).meta({ id: 'ChangedDraft' });

export const YearDraftBody = looked<CalendarYear>('CalendarForm', 'CalendarYear');

export const NoticeText = z
  .strictObject({ text: text(20_000), source: text(200).optional() })
  .meta({ id: 'NoticeText' });

const allowShorter = z.boolean().meta({ description: 'Whether a date that was announced may come earlier' });

export const PublishPolicy = z
  .strictObject({ moveOpen: z.boolean(), reason: text(2_000), allowShorter: allowShorter.default(true) })
  .meta({ id: 'PublishPolicy' });

const disputeIds = z.array(z.uuid()).min(1).max(1_000).optional();

export const MoveOpen = z
  .strictObject({ disputeIds, reason: text(2_000), allowShorter: allowShorter.default(true) })
  .meta({ id: 'MoveOpen' });

export const PreviewMove = z.strictObject({ disputeIds }).meta({ id: 'PreviewMove' });

export const SimulateMonths = z.strictObject({ from: bound, to: bound }).meta({
  id: 'SimulateMonths',
  description: 'Past months: of moments the last is none of them, of days both count whole',
});

export const PublishYear = z
  .strictObject({
    reason: text(2_000),
    allowShorter: allowShorter.default(false),
  })
  .meta({ id: 'PublishYear' });
