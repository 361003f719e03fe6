import { DomainError, invalidField } from '@rollcall/kernel';
import { type Filter, parse } from 'scim2-parse-filter';

/** The longest filter that is read, in bytes. */
export const MAX_FILTER_BYTES = 8_192;

/** How deep parentheses and brackets may stand in each other. The parser calls itself for each. */
export const MAX_DEPTH = 50;

/** How many blanks a filter may have outside of quotes: a hundred comparisons and more. */
const MAX_BLANKS = 500;

/** Stands for the element of the value path before it; no attribute is called so. */
const ELEMENT = '_element.';

/**
 * The syntax tree of a filter (RFC 7644, section 3.4.2.2). `emails[type eq "work"].value eq "x"` is one element's condition, the
 * same as `emails[type eq "work" and value eq "x"]`.
 * @throws DomainError `invalid_input` for the query's `filter`
 */
export function parseFilter(text: string): Filter {
  if (Buffer.byteLength(text) > MAX_FILTER_BYTES) throw refused(`has at most ${MAX_FILTER_BYTES} bytes`);
  const marked = markElements(text);
  try {
    return joinElements(parse(marked));
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw refused('cannot be read; see RFC 7644, section 3.4.2.2, for how it is written');
  }
}

/** A part of the text: within quotes, or one character. */
const PARTS = /"(?:[^"\\]|\\.)*"|\]\.|[\s\S]/g;

/** Writes `a[…].b` as `a[…] and _element.b`, and looks at the depth. */
function markElements(text: string): string {
  let depth = 0;
  let blanks = 0;
  return text.replace(PARTS, (part) => {
    if (part === '(' || part === '[') depth++;
    if (part === ')' || part === ']' || part === '].') depth--;
    if (part === ' ') blanks++;
    if (depth > MAX_DEPTH) throw refused(`has parentheses at most ${MAX_DEPTH} deep`);
    if (blanks > MAX_BLANKS) throw refused('has more than a hundred comparisons; ask in several requests');
    return part === '].' ? `] and ${ELEMENT}` : part;
  });
}

function joinElements(filter: Filter): Filter {
  if (filter.op === 'not' && 'filter' in filter) return { ...filter, filter: joinElements(filter.filter) };
  if (filter.op === '[]' && 'valFilter' in filter) return { ...filter, valFilter: joinElements(filter.valFilter) };
  if (!('filters' in filter)) {
    if ('attrPath' in filter && filter.attrPath.startsWith(ELEMENT))
      throw refused('has a "]." without a condition before it');
    return filter;
  }
  const filters: Filter[] = [];
  for (const one of filter.filters) {
    const last = filters.at(-1);
    if ('attrPath' in one && one.attrPath.startsWith(ELEMENT) && last?.op === '[]' && 'valFilter' in last) {
      const inner = { ...one, attrPath: one.attrPath.slice(ELEMENT.length) };
      filters[filters.length - 1] = { ...last, valFilter: { op: 'and', filters: [last.valFilter, inner] } };
    } else filters.push(joinElements(one));
  }
  const [only] = filters;
  return filters.length === 1 && only ? only : { ...filter, filters };
}

function refused(text: string): DomainError {
  return invalidField('filter', `filter ${text}`, 'query');
}
