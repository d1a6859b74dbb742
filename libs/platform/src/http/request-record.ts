import { newId } from '@app/kernel';
import type { IncomingMessage } from 'node:http';
import { newRequestRecord, type RequestRecord } from '../access/request-context.js';

const records = new WeakMap<IncomingMessage, RequestRecord>();

/** The record of an HTTP request; made on first use. */
export function recordOf(request: IncomingMessage): RequestRecord {
  const known = records.get(request);
  if (known) return known;
  const record = newRequestRecord(newId());
  records.set(request, record);
  return record;
}
