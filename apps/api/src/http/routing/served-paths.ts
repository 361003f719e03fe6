import type { RequestHandler } from 'express';

import type { Windows } from '../window.js';

/** Rewrites each request to the path at which its window serves it. */
export function servedPaths(windows: Windows): RequestHandler {
  return (request, _response, next) => {
    const { path, url } = request;
    const served = windows.at(path).servedPath?.(request) ?? path;
    if (served !== path) request.url = served + url.slice(path.length);
    next();
  };
}
