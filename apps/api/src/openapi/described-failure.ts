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
