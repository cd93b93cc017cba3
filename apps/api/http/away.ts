/**
 * PostgreSQL's own "not now": connection exceptions, no room, shutdown and start, lock and statement timeouts; what can
 * only be read (a standby, a failover), what cannot read or write its disk.
 */
const DATABASE_AWAY = /^(08|53|57P|55P03|57014|25006|58030)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

export function isDatabaseAway(error: unknown): boolean {
  const { code, message, driverError } = error as { code?: unknown; message?: unknown; driverError?: unknown };
  if (typeof code === 'string' && DATABASE_AWAY.test(code)) return true;
  if (driverError && driverError !== error && isDatabaseAway(driverError)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(String(message));
}
