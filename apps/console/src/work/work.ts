import type { Schemas } from '../api/client.js';

/** What an import and a bulk change have in common: both are done by the worker, part by part. */
export type Work = Pick<
  Schemas['ImportDto'] & Schemas['BulkChangeDto'],
  'id' | 'status' | 'problem' | 'ended_at' | 'total' | 'processed' | 'failed' | 'progress' | 'estimated_end'
>;
