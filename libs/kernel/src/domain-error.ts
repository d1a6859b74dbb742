import { describeError, type ErrorCode, type ErrorKind } from '@app/contracts';

/**
 * Facts that travel with an error to the client, beside the code. `fields` names what is wrong with each field,
 * `detail` is one sentence for people, `retryAfterSeconds` becomes the `Retry-After` header;
 * every other key is documented at the route (for example `alternatives`, `current`).
 */
export interface DomainErrorDetails {
  readonly detail?: string;
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
  readonly retryAfterSeconds?: number;
  readonly [key: string]: unknown;
}

/** An expected refusal. Anything else that is thrown is a bug and answers 500. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly kind: ErrorKind;
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly details: DomainErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    const { kind, title, status } = describeError(code);
    super(`${code}: ${title}`, options);
    this.kind = kind;
    this.status = status;
  }
}
