import type { StripeLedger } from '../ledger.js';
import type { ParamReader } from '../requests/param-reader.js';

/** One address of the API. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  /** With `:id` for an id. */
  path: string;
  /** Reads and checks the parameters, throws a {@link StripeProblem}, or acts and returns the object to answer with. */
  handle: (ledger: StripeLedger, params: ParamReader, id: string) => object;
}
