/**
 * Every error the server may answer with. The code is stable and is what clients branch on;
 * the title is a short English sentence for logs and API readers (screens have their own texts).
 */
const kinds = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

/** What went wrong in one word; decides the HTTP status. */
export type ErrorKind = keyof typeof kinds;

const catalogue = {
  'request.invalid': { kind: 'invalid', title: 'The request has fields that cannot be accepted' },
  'request.malformed': { kind: 'invalid', title: 'The request body is not valid JSON' },
  'request.idempotency_key_missing': { kind: 'invalid', title: 'The Idempotency-Key header is required' },
  'request.too_large': { kind: 'too_large', title: 'The request body is too large' },
  'request.unsupported_type': { kind: 'unsupported', title: 'The request body must be application/json' },
  'request.in_progress': { kind: 'conflict', title: 'A request with the same key is still being handled' },
  'request.cross_site': { kind: 'forbidden', title: 'Writes are accepted from this site only' },
  'request.rate_limited': { kind: 'rate_limited', title: 'Too many requests' },
  'idempotency.key_reused': { kind: 'unprocessable', title: 'The Idempotency-Key was used with another body' },
  'session.required': { kind: 'unauthenticated', title: 'Sign in first' },
  'session.bad_credentials': { kind: 'unauthenticated', title: 'The e-mail address or the password is wrong' },
  'access.forbidden': { kind: 'forbidden', title: 'This is not allowed for you' },
  'not_found': { kind: 'not_found', title: 'Not found' },
  'version.stale': { kind: 'conflict', title: 'It was changed by somebody else meanwhile' },
  'time.nonexistent': { kind: 'invalid', title: 'The local time does not exist on that day' },
  'time.ambiguous': { kind: 'invalid', title: 'The local time occurs twice on that day; give the offset' },
  'time.past': { kind: 'invalid', title: 'The time is in the past' },
  'text.personal_identity_code': { kind: 'invalid', title: 'The text contains a personal identity code' },
  'case.wrong_state': { kind: 'conflict', title: 'The case is not in a state that allows this' },
  'consultation.slot_taken': { kind: 'conflict', title: 'Somebody in the meeting is already booked at that time' },
  'consultation.outside_rules': { kind: 'conflict', title: 'The time breaks the availability rules of a participant' },
  'consultation.direct_booking_off': { kind: 'forbidden', title: 'Bookings of this centre are made by its coordinator' },
  'consultation.wrong_state': { kind: 'conflict', title: 'The consultation is not in a state that allows this' },
  'consultation.stale_sequence': { kind: 'conflict', title: 'The meeting has been moved since; answer to the new time' },
  'consultation.role_missing': { kind: 'conflict', title: 'A role of the panel would stay without enough people' },
  'consultation.seat_filled': { kind: 'conflict', title: 'Somebody else has taken the seat meanwhile' },
  'hold.over': { kind: 'conflict', title: 'The times are no longer held' },
  'feed.refused_address': { kind: 'invalid', title: 'The address of the calendar is not a public web address' },
  'feed.too_many': { kind: 'conflict', title: 'No more calendars can be subscribed' },
  'meeting.not_open': { kind: 'conflict', title: 'The meeting is not open yet' },
  'meeting.ended': { kind: 'conflict', title: 'The meeting has ended' },
  'meeting.full': { kind: 'conflict', title: 'The meeting is full' },
  'meeting.not_accepted': { kind: 'forbidden', title: 'Accept the invitation first' },
  'meeting.not_admitted': { kind: 'forbidden', title: 'You have not been admitted to the meeting yet' },
  'meeting.removed': { kind: 'forbidden', title: 'You have been removed from the meeting' },
  'webhook.bad_signature': { kind: 'unauthenticated', title: 'The signature does not match the body' },
  'service.busy': { kind: 'unavailable', title: 'The service is busy; try again in a moment' },
  'service.unavailable': { kind: 'unavailable', title: 'The service is not available right now' },
  'internal': { kind: 'internal', title: 'Something went wrong' },
} as const satisfies Record<string, { kind: ErrorKind; title: string }>;

/** Stable dotted code of an error. */
export type ErrorCode = keyof typeof catalogue;

/** All error codes, for exhaustive tests. */
export const errorCodes = Object.keys(catalogue) as ErrorCode[];

/** Title, kind and HTTP status of an error code. */
export function describeError(code: ErrorCode): { kind: ErrorKind; title: string; status: number } {
  const { kind, title } = catalogue[code];
  return { kind, title, status: kinds[kind] };
}
