import { DomainError } from '@rollcall/kernel';
import type { NextFunction, Request, Response } from 'express';

import { RefusedRequest } from '../failure.js';

/** The size of all headers together with the request line. */
export const MAX_HEADER_BYTES = 16 * 1024;

export const MAX_HEADERS = 100;

/** The length of path and query in characters: the least that RFC 9110, section 4.1, asks servers to support. */
const MAX_URL_LENGTH = 8_000;

const MAX_QUERY_PARAMETERS = 100;

/** Refuses requests without a host, and requests whose URL, headers or query are larger than any client needs. */
export function refuseOversized(
  { httpVersion, headers, rawHeaders, url }: Request,
  _: Response,
  next: NextFunction,
): void {
  if (headers.host === undefined && httpVersion !== '1.0')
    throw new RefusedRequest('malformed_request', 'The request does not say which host it is for; send a Host header');
  if (rawHeaders.length / 2 > MAX_HEADERS)
    throw new RefusedRequest('headers_too_large', `The request has more than ${MAX_HEADERS} headers; send fewer`);
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
