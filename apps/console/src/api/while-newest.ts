/** What a query knows of its pages. */
interface PagesOfQuery {
  readonly state: { readonly data: { readonly pages: readonly unknown[] } | undefined };
}

/**
 * How often a list is asked for again: every `ms` while only its newest page is shown. Once somebody has asked for older ones it stays as
 * it is, since each of its pages would be asked for each time.
 */
export function whileNewest(ms: number): (query: PagesOfQuery) => number | false {
  return ({ state: { data } }) => (data && data.pages.length > 1 ? false : ms);
}
