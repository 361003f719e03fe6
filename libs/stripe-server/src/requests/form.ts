/** A parsed parameter: a text, a list, or parameters with names. */
export type Param = string | readonly Param[] | Params;

export interface Params {
  readonly [name: string]: Param;
}

interface Branch {
  [name: string]: string | Branch;
}

/**
 * Parses a form or query as Stripe's clients write them: `items[0][price]=price_1&metadata[a]=b`, `lookup_keys[]=x`.
 */
export function parseForm(text: string): Params {
  const root: Branch = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/\[|\]\[?/);
    // The last piece of `a[b]` is the empty text after the bracket.
    if (path.length > 1) path.pop();
    put(root, path, value);
  }
  return group(root);
}

function put(branch: Branch, [head = '', ...rest]: string[], value: string): void {
  const name = head === '' ? String(Object.keys(branch).length) : head;
  const inner = branch[name];
  const next = rest.length === 0 ? value : typeof inner === 'object' ? inner : {};
  branch[name] = next;
  if (typeof next === 'object') put(next, rest, value);
}

function group(branch: Branch): Params {
  return Object.fromEntries(Object.entries(branch).map(([name, value]) => [name, listOrGroup(value)]));
}

function listOrGroup(value: string | Branch): Param {
  if (typeof value === 'string') return value;
  const isList = Object.keys(value).every((name, index) => name === String(index));
  return isList ? Object.values(value).map(listOrGroup) : group(value);
}
