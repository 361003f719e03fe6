import { listPath } from '../helpdesk/agents/list-forms.js';
import { Description, isRecord, type Models } from './description.js';

/** The form of every failure of the helpdesk window. */
export interface ErrorBody {
  readonly status: 'error';
  readonly message: string;
  readonly data: { readonly fields: readonly { readonly field: string; readonly message: string }[] } | null;
  readonly error_type: string;
}

/** What a request may bring beside its method and path. `raw` is sent as it is, `json` as JSON with its type. */
export interface Extras {
  readonly json?: unknown;
  readonly raw?: string | Uint8Array | URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What no failure may tell: statements, stacks, files, hosts and the names of what the server is built with. */
const INTERNALS =
  /\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WHERE)\b|\n\s+at |\.[jt]s\b|node_modules|QueryFailed|TypeError|ECONN|127\.0\.0\.1|postgres|typeorm|\$1/;

/** The helpdesk window's words for a status, for failures of the other window, which has none. */
const TYPES: Readonly<Record<number, string>> = {
  401: 'UnauthorizedException',
  403: 'PermissionException',
  404: 'NotFoundException',
  409: 'ConflictException',
  500: 'GeneralException',
  503: 'GeneralException',
};

/** A response that the description allows; a failure in it has the envelope and tells no internals. */
export class Answer {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
    readonly body: unknown,
    private readonly description: Description,
  ) {}

  /** What lies in the envelope of a success. @throws Error when it is none */
  get data(): unknown {
    if (this.status >= 300 || !isRecord(this.body))
      throw new Error(`Expected success, got ${this.status} ${this.text}`);
    return this.body.data;
  }

  /** The failure, that of the live-agent window in the words of the helpdesk's. @throws Error when it is none */
  get error(): ErrorBody {
    const { body } = this;
    if (isErrorBody(body)) return body;
    if (!isRecord(body) || !('detail' in body)) throw new Error(`Expected a failure, got ${this.status} ${this.text}`);
    const message = typeof body.detail === 'string' ? body.detail : JSON.stringify(body.detail);
    return { status: 'error', message, data: null, error_type: TYPES[this.status] ?? 'InputException' };
  }

  /** The names of the fields that the failure complains of. */
  get fields(): string[] {
    return (this.error.data?.fields ?? []).map(({ field }) => field);
  }

  /** The one object of a success. */
  one<K extends keyof Models>(model: K): Models[K] {
    const { data } = this;
    if (!this.description.is(model, data)) throw new Error(`No ${model}: ${this.text}`);
    return data;
  }

  /** The list of a success. */
  many<K extends keyof Models>(model: K): Models[K][] {
    const { data } = this;
    if (!Array.isArray(data)) throw new Error(`No list: ${this.text}`);
    return data.map((item: unknown) => {
      if (!this.description.is(model, item)) throw new Error(`No ${model}: ${JSON.stringify(item)}`);
      return item;
    });
  }
}

/** Talks to the API as its clients do; every response is judged by the API's description. */
export class Client {
  constructor(
    private readonly base: string,
    private readonly description: Description,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The same client with other headers, as credentials. */
  with(headers: Readonly<Record<string, string>>): Client {
    return new Client(this.base, this.description, headers);
  }

  async get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  async post(path: string, json?: unknown): Promise<Answer> {
    return this.send('POST', path, { json });
  }

  async put(path: string, json?: unknown): Promise<Answer> {
    return this.send('PUT', path, { json });
  }

  async delete(path: string): Promise<Answer> {
    return this.send('DELETE', path);
  }

  async send(method: string, path: string, { json, raw, headers }: Extras = {}): Promise<Answer> {
    const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
    const response = await fetch(this.base + path, {
      method,
      headers: {
        ...this.headers,
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type')?.split(';', 1)[0] ?? '';
    const parsed: unknown = contentType === 'application/json' && method !== 'HEAD' ? JSON.parse(text) : undefined;
    if (!response.headers.get('x-request-id')) throw new Error(`${method} ${path} has no request id: ${text}`);
    if (method !== 'HEAD' && contentType !== 'text/html') {
      const { status } = response;
      const { pathname, searchParams } = new URL(response.url);
      if (status >= 400) assertSafeError(`${method} ${path} ${status}`, hasEnvelope(pathname, parsed), text);
      this.description.judge({
        method,
        path: listPath(method, pathname.replace(/(?<=.)\/$/, ''), [...searchParams.keys()]),
        status,
        contentType,
        body: parsed,
      });
    }
    return new Answer(response.status, response.headers, text, parsed, this.description);
  }
}

/** Each window has its own form of failures. */
function hasEnvelope(path: string, body: unknown): boolean {
  if (!/^\/api\/v1\/(user|agency)(\/|$)/.test(path)) return isErrorBody(body);
  if (!isRecord(body) || Object.keys(body).join() !== 'detail') return false;
  const { detail } = body;
  return typeof detail === 'string' ? detail !== '' : Array.isArray(detail) && detail.every(isDetail);
}

function isDetail(item: unknown): boolean {
  return isRecord(item) && Array.isArray(item.loc) && typeof item.msg === 'string' && item.type === 'value_error';
}

function assertSafeError(request: string, enveloped: boolean, text: string): void {
  if (!enveloped) throw new Error(`${request} does not have the envelope of failures: ${text}`);
  if (INTERNALS.test(text)) throw new Error(`${request} tells internals: ${text}`);
}

function isErrorBody(body: unknown): body is ErrorBody {
  return (
    isRecord(body) &&
    Object.keys(body).toSorted().join() === 'data,error_type,message,status' &&
    body.status === 'error' &&
    typeof body.message === 'string' &&
    body.message !== '' &&
    typeof body.error_type === 'string' &&
    (body.data === null ||
      (isRecord(body.data) && Object.keys(body.data).join() === 'fields' && Array.isArray(body.data.fields)))
  );
}
