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
    /** The `error_type` of the helpdesk window; empty where the answer had none. */
    readonly type = '',
  ) {
    super(message);
  }

  /** Reads an answer that is no success, whoever on the way gave it. */
  static of(body: unknown, response: Response): Problem {
    const { message, fields, type } = isFailure(body)
      ? readFailure(body)
      : isDetailed(body)
        ? readDetail(body)
        : NOTHING_SAID;
    return new Problem(
      message || `${response.status} ${response.statusText}`,
      response.status,
      response.headers.get('X-Request-Id'),
      fields,
      type,
    );
  }
}

const NOTHING_SAID = { message: '', fields: {}, type: '' };

/** A failure of the helpdesk window. */
interface Failure {
  readonly message: string;
  readonly error_type?: string;
  readonly data: { readonly fields: readonly { readonly field: string; readonly message: string }[] } | null;
}

function isFailure(body: unknown): body is Failure {
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string';
}

function readFailure({ message, data, error_type: type = '' }: Failure) {
  const fields = Object.fromEntries((data?.fields ?? []).map(({ field, message: says }) => [field, says]));
  return { message, fields, type };
}

/** A failure of the live-agent window: a sentence, or what is wrong with each field. */
interface Detailed {
  readonly detail: string | readonly { readonly loc: readonly string[]; readonly msg: string }[];
}

function isDetailed(body: unknown): body is Detailed {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return false;
  return typeof body.detail === 'string' || Array.isArray(body.detail);
}

/** The first part of a place says whether it is in the body; the second is the field. */
function readDetail({ detail }: Detailed) {
  if (typeof detail === 'string') return { message: detail, fields: {}, type: '' };
  return {
    type: '',
    message: detail.map(({ msg }) => msg).join('; '),
    fields: Object.fromEntries(
      detail.flatMap(({ loc: [, field], msg }) => (field === undefined ? [] : [[field, msg]])),
    ),
  };
}
