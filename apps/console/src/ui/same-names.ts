/** Whether two lists have the same names, in whatever order. */
export function hasSameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.toSorted().join('\n') === others.toSorted().join('\n');
}
