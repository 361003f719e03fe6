/** The headers of an answer by name. */
export type ResponseHeaders = Record<string, { readonly description: string; readonly schema: object }>;

/** The answer of a window to a failure, for the API's description. */
export interface DescribedFailure {
  readonly description: string;
  readonly schema: object;
  readonly headers?: Readonly<ResponseHeaders>;
}

/** The failures of one window by status. */
export type DescribedFailures = Readonly<Record<number, DescribedFailure>>;

/** How long to wait before the next try. */
export const RETRY_AFTER = {
  'Retry-After': { description: 'In seconds', schema: { type: 'integer', minimum: 0 } },
} as const;

/** The failures that mean the same in every window, with the body that the window answers them with. */
export function usualFailures(schema: object) {
  return {
    403: {
      description:
        'The caller lacks the permission, its session must show a second factor first, or a page of another origin made a browser send the request',
      schema,
    },
    413: { description: 'The body is larger than 1 MB', schema },
    414: { description: 'The URL is too long', schema },
    415: { description: 'The type or charset of the body is not supported', schema },
    429: { description: 'There were too many requests', schema, headers: RETRY_AFTER },
    431: { description: 'The headers are too large or too many', schema },
    503: { description: 'A service that Rollcall depends on is down at the moment', schema },
  } as const satisfies DescribedFailures;
}
