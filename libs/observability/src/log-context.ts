import { AsyncLocalStorage } from 'node:async_hooks';

import { traceId } from './tracing.js';

/** What each log line says of the work in which it was written. */
export interface LogFields {
  readonly request_id?: string | undefined;
  readonly job?: string;
  readonly job_id?: string;
}

const fields = new AsyncLocalStorage<LogFields>();

/** Runs `work`; what it logs has these fields. */
export function withLogFields<T>(given: LogFields, work: () => T): T {
  return fields.run(given, work);
}

/** The id of the request that led to what is under way. */
export function requestIdUnderWay(): string | null {
  return fields.getStore()?.request_id ?? null;
}

/** The fields of a line that is written now. */
export function logFields(): LogFields & { readonly trace_id?: string } {
  const id = traceId();
  return { ...fields.getStore(), ...(id === undefined ? {} : { trace_id: id }) };
}
