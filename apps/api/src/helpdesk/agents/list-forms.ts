import type { Asked } from '../../http/window.js';

const LISTS = /^\/api\/v1\/(?:agents(?:\/compact)?|service-accounts)(?=\/?$)/i;

/** The API's description of a list whose path serves all its forms: the whole list, pages and slices. */
export const FORMS_OF_A_LIST =
  'The whole list as it is at the time of the request. With `page` or `page_size` in the query, the answer is that of …/page; with `cursor` or `limit`, that of …/slice. A slice takes the same time anywhere in a long list; a page takes longer the further back it is.';

/**
 * The path that serves the request: `…/page` or `…/slice` if the query of a list has their parameters, otherwise the
 * path of the request. See docs/adr/0016.
 */
export function listPath(asked: Asked): string {
  const { method, path } = asked;
  const [list] = method === 'GET' || method === 'HEAD' ? (LISTS.exec(path) ?? []) : [];
  if (list === undefined) return path;
  const parameters = Object.keys(asked.query);
  if (parameters.includes('cursor') || parameters.includes('limit')) return `${list}/slice`;
  return parameters.includes('page') || parameters.includes('page_size') ? `${list}/page` : path;
}
