/** What can go wrong with devices and connections; the screens have one text for each. */
export type MediaErrorCode =
  | 'permission_denied'
  | 'device_missing'
  | 'device_busy'
  | 'device_failed'
  | 'server_unreachable'
  | 'connection_failed';

export class MediaError extends Error {
  readonly code: MediaErrorCode;

  constructor(code: MediaErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'MediaError';
    this.code = code;
  }
}

const captureFailures: Record<string, MediaErrorCode> = {
  NotAllowedError: 'permission_denied',
  SecurityError: 'permission_denied',
  NotFoundError: 'device_missing',
  OverconstrainedError: 'device_missing',
  NotReadableError: 'device_busy',
  AbortError: 'device_busy',
};

/** Translates what `getUserMedia` rejects with (W3C Media Capture, 10.2). */
export function captureError(cause: unknown): MediaError {
  return new MediaError(captureFailures[nameOf(cause)] ?? 'device_failed', { cause });
}

/** The name of what was thrown; not all browsers derive OverconstrainedError from Error. */
export function nameOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'name' in cause ? String(cause.name) : '';
}
