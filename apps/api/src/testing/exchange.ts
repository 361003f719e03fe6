import { Agent, type IncomingMessage, request } from 'node:http';

/** The body of a request, with the media types that browsers give each where none is stated. */
export type Body = string | Uint8Array | URLSearchParams;

/** A response whose body has not been read. */
export interface Response {
  readonly status: number;
  readonly headers: Headers;
  /** Reads the body as UTF-8, without a byte order mark. */
  text(): Promise<string>;
  /** Ends the connection without reading the body. */
  cancel(): void;
}

const connections = new Agent({ keepAlive: true });

/** Sends a request as `fetch` does without following redirects, in a third of its time: the tests make a hundred thousand. */
export async function exchange(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: Body,
): Promise<Response> {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(String(body ?? ''));
  const sent = {
    accept: '*/*',
    'user-agent': 'node',
    ...(body === undefined ? {} : { 'content-length': String(bytes.byteLength), ...mediaTypeOf(body) }),
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers: sent, agent: connections }, resolve).on('error', reject).end(bytes);
  });
  return {
    status: response.statusCode ?? 0,
    headers: headersOf(response),
    text: async () => new TextDecoder().decode(Buffer.concat(await response.toArray())),
    cancel: () => void response.destroy(),
  };
}

function mediaTypeOf(body: Body): Readonly<Record<string, string>> {
  if (body instanceof Uint8Array) return {};
  const type = body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'text/plain';
  return { 'content-type': `${type};charset=UTF-8` };
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value);
  return headers;
}
