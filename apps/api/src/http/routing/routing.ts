import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

import { RefusedRequest } from '../failure.js';
import { RouteTable } from './route-table.js';

/**
 * Answers what the path alone decides, before a body is read or credentials are looked at: `OPTIONS` with the methods that the
 * path takes, others than those with 405, and a path of ours with more slashes than it has by sending the client to that.
 * Paths that nobody knows go on.
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
 * As the peer does, for base URLs that end in a slash. It leads to no other host, since our paths begin with a name; and it
 * repeats the query in the header alone, where clients look for it, since there may be a key in it.
 */
function redirect(clean: string, { path, url, method }: Request, response: Response): void {
  response
    .status(method === 'GET' || method === 'HEAD' ? 301 : 308)
    .set('Location', clean + url.slice(path.length))
    .end();
}

/** A preflight request from a listed page is answered for every path, so that the page can read the 404. */
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
  throw new RefusedRequest('method_not_allowed', `${path} takes ${methods.join(', ')}, not ${method}`);
}
