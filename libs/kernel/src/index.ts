export { Clock, SystemClock } from './clock.js';
export { DomainError, type DomainErrorDetails } from './domain-error.js';
export { deepFreeze } from './freeze.js';
export { keyPart, readCursor, writeCursor } from './cursor.js';
export { newId } from './id.js';
