import { cutText } from '@rollcall/kernel';

const SECRET = /password|secret|token/i;

/** What stands where a secret was. */
const HIDDEN = '***';

/** The parts of a query that this window knows. Others may be anything, a key too. */
const KNOWN = ['filter', 'startIndex', 'count', 'sortBy', 'sortOrder', 'attributes', 'excludedAttributes'];

const MAX_PATH = 1_000;
const MAX_TEXT = 500;
const MAX_ITEMS = 20;
const MAX_NAMES = 100;
const MAX_DEPTH = 8;
const MAX_BODY = 4_000;

/** The path of a request with the known parts of its query, to be read by people. No secret is in it. */
export function shownPath(url: string): string {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const known = [...new URLSearchParams(query)]
    .filter(([name]) => KNOWN.includes(name))
    .map(([name, value]) => `${name}=${SECRET.test(value) ? HIDDEN : value}`);
  return cut(known.length > 0 ? `${path}?${known.join('&')}` : path, MAX_PATH);
}

/** A body as JSON of at most 4,000 characters: secrets are hidden, long lists and texts shortened. Null if there is none. */
export function shownBody(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body) || Object.keys(body).length === 0) return null;
  return cut(JSON.stringify(shownValue(body, 0)), MAX_BODY);
}

/** The beginning of a text. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${cutText(text, length - 1)}…` : text;
}

function shownValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value, MAX_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) {
    const shown: unknown[] = value.slice(0, MAX_ITEMS).map((item) => shownValue(item, depth + 1));
    return value.length > MAX_ITEMS ? [...shown, `… and ${value.length - MAX_ITEMS} more`] : shown;
  }
  const isAboutSecret = Object.entries(value).some(
    ([name, one]) => name.toLowerCase() === 'path' && typeof one === 'string' && SECRET.test(one),
  );
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_NAMES)
      .map(([name, one]): [string, unknown] => {
        const isSecret = SECRET.test(name) || (isAboutSecret && name.toLowerCase() === 'value');
        return [cut(name, MAX_TEXT), isSecret ? HIDDEN : shownValue(one, depth + 1)];
      }),
  );
}
