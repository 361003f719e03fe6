/** The fields of Stripe's error body that clients read. */
export interface ProblemFields {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
}

/** A request that Stripe refuses: https://docs.stripe.com/api/errors */
export class StripeProblem extends Error {
  constructor(
    readonly status: number,
    readonly fields: ProblemFields,
  ) {
    super(fields.message);
  }

  get body(): string {
    return JSON.stringify({ error: this.fields }, null, 2);
  }
}

/** A parameter that Stripe does not accept, or whose value Stripe does not accept. */
export const invalid = (message: string, param?: string, code?: string): StripeProblem =>
  new StripeProblem(400, {
    type: 'invalid_request_error',
    message,
    ...(param !== undefined && { param }),
    ...(code !== undefined && { code }),
  });

/** An id that no object has: 404 if it is in the path, 400 if it is a parameter. */
export const missing = (kind: string, id: string, param = 'id'): StripeProblem =>
  new StripeProblem(param === 'id' ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  });
