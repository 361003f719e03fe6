import autocannon from 'autocannon';

/** One kind of request, and how each differs from the one before. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  /** The path of the next request. */
  readonly path: () => string;
  /** The JSON of the next request; left out where there is none. */
  readonly body?: () => string;
}

/** How a load is put on a server. */
export interface LoadShape {
  readonly connections: number;
  /** When it ends: after a time, or after so many requests. */
  readonly until: { readonly seconds: number } | { readonly requests: number };
  /** Requests a second, spread evenly, whatever the answers take; as many as the server answers when left out. */
  readonly rate?: number;
}

/** What a server made of a load. */
export interface LoadResult {
  /** Answers a second. */
  readonly rate: number;
  /** Milliseconds from sending a request to the end of its answer; under a fixed rate from when it was due. */
  readonly p50: number;
  readonly p99: number;
}

/** How often the tool looks whether a load has ended. */
const LOOK_MS = 100;

/**
 * Puts a load on the server at `url` and says what it made of it.
 * @throws Error when any request was not answered, or by another status than 2xx: such a rate would say nothing
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

/** How far the last rates may lie apart when a server counts as warm. */
const STEADY = 0.05;
const STEADY_SAMPLES = 4;

/** Loads the server until its rate is steady, since Node compiles hot code late; for `maxSeconds` at most. */
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
