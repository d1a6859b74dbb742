/** SQLSTATE of an error that came from PostgreSQL, else undefined. */
export function sqlState(error: unknown): string | undefined {
  const driver = driverError(error);
  return typeof driver?.code === 'string' && /^[0-9A-Z]{5}$/.test(driver.code) ? driver.code : undefined;
}

/** Name of the constraint that an INSERT, UPDATE or DELETE broke, else undefined. Repositories translate those they know. */
export function violatedConstraint(error: unknown): string | undefined {
  return sqlState(error)?.startsWith('23') ? driverError(error)?.constraint : undefined;
}

/** Deadlock, serialisation failure, lock not available in time. */
export function isRetryable(error: unknown): boolean {
  return ['40P01', '40001', '55P03'].includes(sqlState(error) ?? '');
}

/** The server cannot be reached, is going down, or ended this connection. */
export function isConnectionFailure(error: unknown): boolean {
  const state = sqlState(error);
  if (state) return state.startsWith('08') || state.startsWith('57P') || state === '53300';
  const driver = driverError(error);
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|ENOENT|EAI_AGAIN)/.test(driver?.code ?? '') ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
      driver?.message ?? '',
    )
  );
}

interface DriverError {
  readonly code?: string;
  readonly constraint?: string;
  readonly message?: string;
}

function driverError(error: unknown): DriverError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const inner = (error as { driverError?: unknown }).driverError;
  return (typeof inner === 'object' && inner !== null ? inner : error) as DriverError;
}
