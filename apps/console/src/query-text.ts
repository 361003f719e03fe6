/** Reads the query of an address: each parameter is the text that stands there. */
export function parseQuery(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

/** The query that says this, with its question mark. What is undefined or empty is left out. */
export function writeQuery(parameters: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(parameters).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, String(value)]] : [],
  );
  const text = new URLSearchParams(said.filter(([, value]) => value !== '')).toString();
  return text === '' ? '' : `?${text}`;
}
