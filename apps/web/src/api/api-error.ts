import type { ErrorCode, Problem } from '@app/contracts';

/** A code of the server, or `network`: no answer at all. */
export type ApiErrorCode = ErrorCode | 'network';

/** An operation that failed: the problem document of the server as an error. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  /** Fields that cannot be accepted, by path such as `participants.0.personId`. */
  readonly fields: readonly { path: string; message: string }[];
  /** The whole document, with the keys that some codes add (`alternatives`, `reasons`, `current`). */
  readonly problem: Problem | null;
  /** Seconds to wait before trying again, where the server says so. */
  readonly retryAfterSeconds: number | null;

  private constructor(code: ApiErrorCode, problem: Problem | null, retryAfterSeconds: number | null, cause?: unknown) {
    super(problem?.title ?? code, { cause });
    this.name = 'ApiError';
    this.code = code;
    this.problem = problem;
    this.fields = problem?.fields ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static network(cause: unknown): ApiError {
    return new ApiError('network', null, null, cause);
  }

  static of(problem: Problem): ApiError {
    return new ApiError(problem.code, problem, null);
  }

  static async from(response: Response): Promise<ApiError> {
    const seconds = Number(response.headers.get('retry-after'));
    const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : null;
    const isProblem = response.headers.get('content-type')?.includes('problem+json') ?? false;
    const problem = isProblem ? ((await response.json()) as Problem) : null;
    return new ApiError(problem?.code ?? codeOfStatus(response.status), problem, retryAfter);
  }
}

/** Something between the browser and the server answered without a problem document. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 404) return 'not_found';
  return status >= 502 && status <= 504 ? 'service.unavailable' : 'internal';
}
