import type { Windows } from '../http/window.js';
import { Description, isRecord, type Models } from './description.js';
import { type Body, exchange, type Response } from './exchange.js';
import type { ErrorBody, TestedWindow } from './tested-window.js';

/** What a request may have besides its method and path. `raw` is sent unchanged, `json` as JSON with its media type. */
export interface Extras {
  readonly json?: unknown;
  readonly raw?: Body;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What no error may contain: statements, stacks, files, hosts and the names of libraries. */
const INTERNALS =
  /\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WHERE)\b|\n\s+at |\.[jt]s\b|node_modules|QueryFailed|TypeError|ECONN|127\.0\.0\.1|postgres|typeorm|\$1/;

/** A response that the API's description allows. An error has the window's envelope and contains no internals. */
export class Answer {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
    readonly body: unknown,
    private readonly description: Description,
    private readonly window: TestedWindow,
  ) {}

  /** The content of the envelope of a success. @throws Error when the response is no success */
  get data(): unknown {
    if (this.status >= 300 || !isRecord(this.body))
      throw new Error(`Expected success, got ${this.status} ${this.text}`);
    return this.body.data;
  }

  /** The error, in the form of the helpdesk window. @throws Error when the response is no error */
  get error(): ErrorBody {
    const error = this.window.readError(this.body, this.status);
    if (!error) throw new Error(`Expected a failure, got ${this.status} ${this.text}`);
    return error;
  }

  /** The names of the fields that the error is about. */
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

const EVENTS = 'text/event-stream';

/** Calls the API as its clients do, and checks every response against the API's description. */
export class Client {
  constructor(
    private readonly base: string,
    private readonly description: Description,
    private readonly windows: Windows<TestedWindow>,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The same client with other headers, for example credentials. */
  with(headers: Readonly<Record<string, string>>): Client {
    return new Client(this.base, this.description, this.windows, headers);
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
    const url = new URL(this.base + path);
    const jsonType = json === undefined ? {} : { 'Content-Type': 'application/json' };
    const response = await exchange(method, url.href, { ...this.headers, ...jsonType, ...headers }, body);
    const contentType = response.headers.get('content-type')?.split(';', 1)[0] ?? '';
    const text = await textOf(response, contentType);
    const parsed: unknown = /[/+]json$/.test(contentType) && method !== 'HEAD' ? JSON.parse(text) : undefined;
    if (!response.headers.get('x-request-id')) throw new Error(`${method} ${path} has no request id: ${text}`);
    const { pathname, searchParams } = url;
    const window = this.windows.at(pathname);
    if (method !== 'HEAD' && contentType !== 'text/html') {
      const { status } = response;
      if (status >= 400)
        assertSafeError(`${method} ${path} ${status}`, window.readError(parsed, status) !== null, text);
      const asked = { method, path: pathname.replace(/(?<=.)\/$/, ''), query: Object.fromEntries(searchParams) };
      this.description.judge({
        method,
        path: window.servedPath?.(asked) ?? asked.path,
        status,
        contentType,
        body: parsed ?? text,
      });
    }
    return new Answer(response.status, response.headers, text, parsed, this.description, window);
  }
}

/** The body. Nothing is read of a stream of events, because it may never end. */
async function textOf(response: Response, contentType: string): Promise<string> {
  if (contentType !== EVENTS) return response.text();
  response.cancel();
  return '';
}

function assertSafeError(request: string, enveloped: boolean, text: string): void {
  if (!enveloped) throw new Error(`${request} does not have the envelope of failures: ${text}`);
  if (INTERNALS.test(text)) throw new Error(`${request} tells internals: ${text}`);
}
