import type { NextFunction, Request, Response } from 'express';

const LISTS = /^\/api\/v1\/(?:agents(?:\/compact)?|service-accounts)(?=\/?$)/i;

/** What the description says of a list that is asked for at one path in each of its forms. */
export const FORMS_OF_A_LIST =
  'The whole list. With `page` or `page_size` in the query it answers as …/page does, with `cursor` or `limit` as …/slice.';

/** Leads a request for a list in pages or slices, by its parameters, to the path that has that form alone: see docs/adr/0016. */
export function listForms(request: Request, _response: Response, next: NextFunction): void {
  const { method, path, url } = request;
  if (LISTS.test(path)) request.url = listPath(method, path, Object.keys(request.query)) + url.slice(path.length);
  next();
}

/** The path of a list in the form that parameters of these names ask for; of any other request its path as it is. */
export function listPath(method: string, path: string, parameters: readonly string[]): string {
  const [list] = method === 'GET' || method === 'HEAD' ? (LISTS.exec(path) ?? []) : [];
  if (list === undefined) return path;
  if (parameters.includes('cursor') || parameters.includes('limit')) return `${list}/slice`;
  return parameters.includes('page') || parameters.includes('page_size') ? `${list}/page` : path;
}
