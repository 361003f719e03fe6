import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

import { RefusedRequest } from '../failure.js';
import { RouteTable } from './route-table.js';

/**
 * Answers requests for which the path and method are enough, before the body is read and credentials are checked.
 * `OPTIONS` gets the methods that the path supports; a method that the path does not support gets a 405; a path with
 * repeated slashes is redirected to the path without them. Unknown paths are passed on.
 */
export function routing(app: NestExpressApplication): RequestHandler {
  let made: RouteTable | undefined;
  return (request: Request, response: Response, next: NextFunction) => {
    // There are no routes before the application listens.
    const table = (made ??= RouteTable.of(app));
    const clean = request.path.replaceAll(/\/{2,}/g, '/');
    const methods = table.methodsOf(clean);
    if (methods.length > 0 && clean !== request.path) redirect(clean, request, response);
    else if (request.method === 'OPTIONS') answerOptions(methods, response, next);
    else if (methods.length === 0 || methods.includes(request.method)) next();
    else refuse(methods, request, response);
  };
}

/**
 * Redirects like the peer, for clients whose base URL ends in a slash. The target is always on this host, since our
 * paths begin with a name. Only the header repeats the query, since the query may contain a key.
 */
function redirect(clean: string, { path, url, method }: Request, response: Response): void {
  response
    .status(method === 'GET' || method === 'HEAD' ? 301 : 308)
    .set('Location', clean + url.slice(path.length))
    .end();
}

/** Answers a preflight request of a listed page for every path, so that the page can read the 404. */
function answerOptions(methods: readonly string[], response: Response, next: NextFunction): void {
  if (methods.length > 0) response.set('Allow', methods.join(', '));
  else if (!response.hasHeader('Access-Control-Allow-Origin')) {
    next();
    return;
  }
  response.status(200).end();
}

function refuse(methods: readonly string[], { path, method }: Request, response: Response): never {
  response.set('Allow', methods.join(', '));
  throw new RefusedRequest('method_not_allowed', `${path} supports ${methods.join(', ')}, not ${method}`);
}
