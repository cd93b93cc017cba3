import type { Logger } from '@nestjs/common';
import type { ProblemCode } from './problem-codes.js';

const WINDOW_MS = 1_000;
/** References in one line; what carries logs cuts longer ones. */
const MOST_IN_A_LINE = 200;
const MOST_CAUSES = 6;
const LONGEST_MESSAGE = 200;

interface Linked {
  name?: string;
  message?: string;
  code?: string | number;
  cause?: unknown;
  driverError?: unknown;
  errors?: unknown[];
}

/** An error and what caused it: names, messages and codes; no statement with its values, and no stack. */
export function causesOf(error: unknown): string {
  const told: string[] = [];
  let each = error as Linked | undefined;
  while (each && typeof each === 'object' && told.length < MOST_CAUSES) {
    const message = String(each.message ?? '')
      .split('\n')[0]!
      .slice(0, LONGEST_MESSAGE);
    const code = each.code === undefined ? '' : ` [${each.code}]`;
    told.push(`${each.name ?? 'Error'}: ${message}${code}`);
    // Several addresses may have been tried; what was wrong with one is wrong with the others.
    each = (each.driverError ?? each.cause ?? each.errors?.[0]) as Linked | undefined;
  }
  return told.join(' < ') || String(error);
}

/** Ids and numbers make no other cause. */
const kindOf = (cause: string) => cause.replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\d+/gi, '#');

/**
 * What went wrong, by the references that people have in hand: each can be found, with its cause. What is absent in an
 * outage is thousands a second, so only the first of a cause is told in full each second, the others by their references.
 */
export class FaultLog {
  private readonly more = new Map<string, { like: string; references: string[] }>();

  constructor(private readonly logger: Pick<Logger, 'warn' | 'error'>) {}

  /** @param where the route, without what was asked of it */
  tell(reference: string, code: ProblemCode, where: string, error: unknown): void {
    // Nobody expects one of these: where it happened matters.
    if (code === 'INTERNAL') {
      this.logger.error(`${reference} ${error instanceof Error ? error.stack : String(error)}`);
      return;
    }
    const cause = causesOf(error);
    const kind = kindOf(cause);
    const known = this.more.get(kind);
    if (!known) {
      this.logger.warn(`${reference} ${code} ${where}: ${cause}`);
      this.more.set(kind, { like: reference, references: [] });
      setTimeout(() => this.end(kind), WINDOW_MS);
      return;
    }
    if (known.references.push(reference) >= MOST_IN_A_LINE) this.write(known);
  }

  /** The process ends: nothing may be left untold. */
  flush(): void {
    for (const kind of this.more.keys()) this.end(kind);
  }

  private end(kind: string): void {
    const known = this.more.get(kind);
    this.more.delete(kind);
    if (known) this.write(known);
  }

  private write({ like, references }: { like: string; references: string[] }): void {
    const told = references.splice(0);
    if (told.length > 0) this.logger.warn(`${told.length} more like ${like}: ${told.join(' ')}`);
  }
}
