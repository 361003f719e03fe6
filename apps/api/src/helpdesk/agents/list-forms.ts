import type { Asked } from '../../http/window.js';

const LISTS = /^\/api\/v1\/(?:agents(?:\/compact)?|service-accounts)(?=\/?$)/i;

/** What the description says of a list that is asked for at one path in each of its forms. */
export const FORMS_OF_A_LIST =
  'The whole list, of the moment at which it is asked for. With `page` or `page_size` in the query it answers like …/page, with `cursor` or `limit` like …/slice: that takes the same time anywhere in a long list, and a page takes longer the further back it is.';

/**
 * The path of a list in the form that the parameters of the request ask for, pages or slices; of any other request its path as
 * it is: see docs/adr/0016.
 */
export function listPath(asked: Asked): string {
  const { method, path } = asked;
  const [list] = method === 'GET' || method === 'HEAD' ? (LISTS.exec(path) ?? []) : [];
  if (list === undefined) return path;
  const parameters = Object.keys(asked.query);
  if (parameters.includes('cursor') || parameters.includes('limit')) return `${list}/slice`;
  return parameters.includes('page') || parameters.includes('page_size') ? `${list}/page` : path;
}
