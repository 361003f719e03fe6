/** What is sorted by once this column's header is pressed: its smallest first, and its greatest when it is pressed again. */
export function nextSort(sort: string, column: string): string {
  return sort === column ? `-${column}` : column;
}

/** How the rows lie in this column, as a screen reader is told. */
export function sortOf(sort: string, column: string): 'ascending' | 'descending' | 'none' {
  if (sort === column) return 'ascending';
  return sort === `-${column}` ? 'descending' : 'none';
}
