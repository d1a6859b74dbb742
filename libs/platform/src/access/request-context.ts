import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from './actor.js';
import { type PolicyName, unaskedPolicies } from './policy-names.js';

/** What is known about the request or socket message being handled; jobs have none. */
export interface RequestRecord {
  readonly requestId: string;
  readonly asked: Set<PolicyName>;
  /** `POST /api/cases` or the name of the socket message; null until it is known. */
  name: string | null;
  /** Declared policy; null until the route is known. */
  policy: PolicyName | null;
  actor: Actor | null;
  /** Validated input of the route or event. */
  input: unknown;
}

const storage = new AsyncLocalStorage<RequestRecord>();

export function runInRequest<T>(record: RequestRecord, work: () => T): T {
  return storage.run(record, work);
}

/** The record of the request being handled, or undefined outside of one. */
export function currentRequest(): RequestRecord | undefined {
  return storage.getStore();
}

export function newRequestRecord(requestId: string): RequestRecord {
  return { requestId, asked: new Set(), name: null, policy: null, actor: null, input: undefined };
}

/** The declared policy when it still has to be asked, else null. */
export function policyNotAsked(record: RequestRecord | undefined): PolicyName | null {
  const policy = record?.policy ?? null;
  return policy === null || unaskedPolicies.has(policy) || record?.asked.has(policy) ? null : policy;
}
