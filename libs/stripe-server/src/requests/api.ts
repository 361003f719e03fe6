import type { StripeLedger } from '../ledger.js';
import { newId } from '../objects/ids.js';
import { CATALOG_ROUTES } from '../routes/catalog-routes.js';
import { CUSTOMER_ROUTES } from '../routes/customer-routes.js';
import { EVENT_ROUTES } from '../routes/event-routes.js';
import { INVOICE_ROUTES } from '../routes/invoice-routes.js';
import type { Route } from '../routes/route.js';
import { SUBSCRIPTION_ROUTES } from '../routes/subscription-routes.js';
import { expand } from './expand.js';
import type { Params } from './form.js';
import { IdempotencyKeys, type Answer } from './idempotency.js';
import { ParamReader } from './param-reader.js';
import { StripeProblem } from './stripe-problem.js';

const ROUTES: readonly Route[] = [
  ...CUSTOMER_ROUTES,
  ...SUBSCRIPTION_ROUTES,
  ...CATALOG_ROUTES,
  ...INVOICE_ROUTES,
  ...EVENT_ROUTES,
];

/** A request as the server received it. */
export interface StripeRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The parsed form or query; lists are arrays, all values texts. */
  readonly params: Params;
  readonly idempotencyKey: string | null;
  /** The header `Stripe-Version`. */
  readonly apiVersion: string | null;
  readonly apiKey: string | null;
}

/** The result of a request. Call `finish` when the answer is on its way: until then its idempotency key is in use. */
export interface Outcome {
  answer: Answer;
  replayed: boolean;
  finish: () => void;
}

/** The API without its connections: it checks the API key, finds the route, and replays answers by idempotency key. */
export class StripeApi {
  private readonly keys = new IdempotencyKeys();

  constructor(
    private readonly ledger: StripeLedger,
    private readonly apiKey: string,
  ) {}

  /** Answers a request; with `breaks`, by a 500 as if Stripe had failed. */
  answer(request: StripeRequest, breaks: boolean): Outcome {
    const requestId = newId('req');
    const { idempotencyKey, path, params } = request;
    const key = request.method === 'POST' ? idempotencyKey : null;
    const outcome = (answer: Answer, finish = () => undefined): Outcome => ({ answer, replayed: false, finish });
    try {
      this.authenticate(request);
      const known = key === null ? undefined : this.keys.begin(key, path, params, this.ledger.seconds);
      if (known) return { ...outcome(known), replayed: true };
    } catch (error) {
      return outcome(refusal(error, requestId));
    }
    const answer = this.execute(request, requestId, breaks);
    return outcome(answer, () => {
      if (key !== null) this.keys.finish(key, answer);
    });
  }

  private execute(request: StripeRequest, requestId: string, breaks: boolean): Answer {
    try {
      if (breaks) throw new StripeProblem(500, { type: 'api_error', message: 'An unknown error occurred.' });
      const { route, id } = findRoute(request);
      const { expand: fields, ...params } = request.params;
      const source = { id: requestId, idempotency_key: request.idempotencyKey };
      const object = this.ledger.onRequest(source, () => route.handle(this.ledger, new ParamReader(params), id));
      const body = JSON.stringify(expand(this.ledger, object, fields), null, 2);
      return { status: 200, body, requestId };
    } catch (error) {
      return refusal(error, requestId);
    }
  }

  private authenticate({ apiKey }: StripeRequest): void {
    if (apiKey === this.apiKey) return;
    const message =
      apiKey === null
        ? "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/."
        : `Invalid API Key provided: ${masked(apiKey)}`;
    throw new StripeProblem(401, { type: 'invalid_request_error', message });
  }
}

function findRoute({ method, path }: StripeRequest): { route: Route; id: string } {
  for (const route of ROUTES) {
    const [before = '', after] = route.path.split(':id');
    if (route.method !== method) continue;
    if (after === undefined) {
      if (path === before) return { route, id: '' };
    } else if (path.startsWith(before) && path.endsWith(after)) {
      const id = decodeURIComponent(path.slice(before.length, path.length - after.length));
      if (id !== '' && !id.includes('/')) return { route, id };
    }
  }
  throw new StripeProblem(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  });
}

/** The answer to a refused request. Any other error is a fault of the test server; the answer says so. */
function refusal(error: unknown, requestId: string): Answer {
  const problem =
    error instanceof StripeProblem
      ? error
      : new StripeProblem(500, {
          type: 'api_error',
          message: `The test server failed: ${error instanceof Error ? String(error.stack) : String(error)}`,
        });
  return { status: problem.status, body: problem.body, requestId };
}

/** Stripe shows the ends of a key it does not know. */
const masked = (apiKey: string): string =>
  apiKey.slice(0, 8) + '*'.repeat(Math.max(0, apiKey.length - 12)) + apiKey.slice(-4);
