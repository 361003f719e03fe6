import { DomainError } from '@rollcall/kernel';
import type { NextFunction, Request, Response } from 'express';

import { RefusedRequest } from '../failure.js';

/** Of all headers together, with the request line. */
export const MAX_HEADER_BYTES = 16 * 1024;

export const MAX_HEADERS = 100;

/** Of path and query, in characters: what RFC 9110, section 4.1, asks of everybody to support at least. */
const MAX_URL_LENGTH = 8_000;

const MAX_QUERY_PARAMETERS = 100;

/** Refuses requests without a host, and those with more than any client needs outside of the body. */
export function refuseOversized(
  { httpVersion, headers, rawHeaders, url }: Request,
  _: Response,
  next: NextFunction,
): void {
  if (headers.host === undefined && httpVersion !== '1.0')
    throw new RefusedRequest('malformed_request', 'The request does not say which host it is for; send a Host header');
  if (rawHeaders.length / 2 > MAX_HEADERS)
    throw new RefusedRequest('headers_too_large', `There are more than ${MAX_HEADERS} headers; send fewer`);
  if (url.length > MAX_URL_LENGTH)
    throw new RefusedRequest('url_too_long', `The URL is longer than ${MAX_URL_LENGTH} characters; shorten its query`);
  const query = url.split('?').slice(1).join('?');
  if (query.split('&').length > MAX_QUERY_PARAMETERS)
    throw new DomainError(
      'invalid_input',
      `The query has more than ${MAX_QUERY_PARAMETERS} parameters; send fewer`,
      [],
      'query',
    );
  next();
}
