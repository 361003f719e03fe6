import { existsSync } from 'node:fs';

import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import sirv from 'sirv';

import { consoleHeaders } from '../http/server/security-headers.js';

/** Where people find the console. */
export const CONSOLE_PATH = '/console';

/** Where mailed links led before the console had the page. Some lie in mailboxes, and work for a day. */
const OLD_LINK_PATH = '/set-password';

/** The files that have a hash of their content in their names. */
const HASHED = /^\/assets\/.+\.\w+$/;
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Serves the built console: its files, which the build has compressed already, and `index.html` for the address of each
 * page; its script shows the page. `/` and the links of older mails redirect a browser to the console. Without a build these paths do not exist.
 */
export function consoleFiles(folder: string): RequestHandler {
  const router = Router();
  if (!existsSync(folder)) return router;
  const files = sirv(folder, {
    single: true,
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders: (response, path) => {
      response.setHeader(
        'Cache-Control',
        HASHED.test(path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
      );
    },
  });
  router.use(CONSOLE_PATH, reading(consoleHeaders()), reading(files));
  router.get('/', leadBrowsers);
  router.get(OLD_LINK_PATH, leadMailedLinks);
  return router;
}

/** Calls the handler for GET and HEAD only, and passes other requests on. */
function reading(handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') void handler(request, response, next);
    else next();
  };
}

/** Programs are answered as before: they do not ask for a page. */
function leadBrowsers(request: Request, response: Response, next: NextFunction): void {
  response.vary('Accept');
  if (request.accepts(['json', 'html']) === 'html') response.redirect(302, `${CONSOLE_PATH}/`);
  else next();
}

/** The token goes behind the `#`, which a browser sends to nobody. */
function leadMailedLinks({ query: { token } }: Request, response: Response): void {
  const kept = typeof token === 'string' ? encodeURIComponent(token) : '';
  response.redirect(302, `${CONSOLE_PATH}/set-password#token=${kept}`);
}
