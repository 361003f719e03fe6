import autocannon from 'autocannon';

/** One kind of request. Path and body may differ from request to request. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  /** The path of the next request. */
  readonly path: () => string;
  /** The JSON of the next request; left out if the requests have no body. */
  readonly body?: () => string;
}

/** The shape of a load. */
export interface LoadShape {
  readonly connections: number;
  /** The end of the load: after a time, or after a number of requests. */
  readonly until: { readonly seconds: number } | { readonly requests: number };
  /** Requests a second, evenly spread, however long the answers take; if left out, as many as the server answers. */
  readonly rate?: number;
}

/** The result of a load. */
export interface LoadResult {
  /** Answers a second. */
  readonly rate: number;
  /**
   * Milliseconds from sending a request to the end of its answer. At a fixed rate the time starts when the request is
   * due.
   */
  readonly p50: number;
  readonly p99: number;
}

/** How often the tool checks whether a load has ended. */
const LOOK_MS = 100;

/**
 * Loads the server at `url` and returns the result.
 * @throws Error if a request got no answer or a status other than 2xx, since the rate would then mean nothing
 */
export async function load(url: string, request: LoadRequest, shape: LoadShape): Promise<LoadResult> {
  const { method, headers, path, body } = request;
  const result = await autocannon({
    url,
    connections: shape.connections,
    sampleInt: LOOK_MS,
    ...('seconds' in shape.until ? { duration: shape.until.seconds } : { amount: shape.until.requests }),
    ...(shape.rate === undefined ? {} : { overallRate: shape.rate }),
    requests: [
      {
        method,
        headers,
        setupRequest: (next) => ({ ...next, path: path(), ...(body ? { body: body() } : {}) }),
      },
    ],
  });
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0) throw new Error(`${refused} requests ${method} ${path()} were refused or not answered`);
  return { rate: result.requests.total / result.duration, p50: result.latency.p50, p99: result.latency.p99 };
}

/** A server is warm when its last rates differ by at most this part. */
const STEADY = 0.05;
const STEADY_SAMPLES = 4;

/** Loads the server until its rate is steady, at most for `maxSeconds`, since Node compiles hot code late. */
export async function warmUp(
  url: string,
  request: LoadRequest,
  connections: number,
  maxSeconds: number,
): Promise<void> {
  const rates: number[] = [];
  while (rates.length < maxSeconds) {
    rates.push((await load(url, request, { connections, until: { seconds: 1 } })).rate);
    const last = rates.slice(-STEADY_SAMPLES);
    if (last.length === STEADY_SAMPLES && Math.max(...last) - Math.min(...last) <= STEADY * Math.max(...last)) return;
  }
}
