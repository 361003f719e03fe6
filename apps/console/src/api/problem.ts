/** Why the api did not do what it was asked: a sentence for people, and what finds the request in the log. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    message: string,
    /** That of the answer; 0 when there was none. */
    readonly status: number,
    readonly requestId: string | null,
    /** What is wrong with each field that is wrong, by its name in the API. */
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** Reads an answer that is no success, whoever on the way gave it. */
  static of(body: unknown, response: Response): Problem {
    const { message, data } = isFailure(body) ? body : { message: '', data: null };
    return new Problem(
      message || `${response.status} ${response.statusText}`,
      response.status,
      response.headers.get('X-Request-Id'),
      Object.fromEntries((data?.fields ?? []).map((invalid) => [invalid.field, invalid.message])),
    );
  }
}

/** A failure of the helpdesk window. */
interface Failure {
  readonly message: string;
  readonly data: { readonly fields: readonly { readonly field: string; readonly message: string }[] } | null;
}

function isFailure(body: unknown): body is Failure {
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string';
}
