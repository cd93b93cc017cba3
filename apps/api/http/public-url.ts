import type { FastifyRequest } from 'fastify';
import type { Config } from '#config/config.js';

/** Where people reach the console, without a slash at its end: as configured, or as this request came. */
export function publicUrl(config: Config, { protocol, host }: FastifyRequest): string {
  return config.PUBLIC_URL?.replace(/\/$/, '') ?? `${protocol}://${host}`;
}
