/** The text is no IANA time zone of this runtime; bare offsets such as `+02:00` are none either. */
export class InvalidTimeZoneError extends RangeError {
  override readonly name = 'InvalidTimeZoneError';

  constructor(
    readonly timeZone: string,
    options?: { cause?: unknown },
  ) {
    super(`Not an IANA time zone: ${JSON.stringify(timeZone)}`, options);
  }
}

/** Rules, a date, a length, a range or an id that has no meaning; `field` names it, e.g. `weekly[2].from`. */
export class InvalidSchedulingInputError extends RangeError {
  override readonly name = 'InvalidSchedulingInputError';

  constructor(
    readonly field: string,
    problem: string,
    options?: { cause?: unknown },
  ) {
    super(`${field} ${problem}`, options);
  }
}

/** @throws {InvalidSchedulingInputError} naming `field` when the condition does not hold */
export function demand(condition: boolean, field: string, problem: string): asserts condition {
  if (!condition) throw new InvalidSchedulingInputError(field, problem);
}
