/** What an answer has beside its body, by name. */
export type ResponseHeaders = Record<string, { readonly description: string; readonly schema: object }>;

/** What a window answers to a failure, as the API's description shows it. */
export interface DescribedFailure {
  readonly description: string;
  readonly schema: object;
  readonly headers?: Readonly<ResponseHeaders>;
}

/** Those of one window, by status. */
export type DescribedFailures = Readonly<Record<number, DescribedFailure>>;

/** How long to wait before the next try. */
export const RETRY_AFTER = {
  'Retry-After': { description: 'In seconds', schema: { type: 'integer', minimum: 0 } },
} as const;
