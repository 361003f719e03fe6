import { UnsupportedMediaTypeException } from '@nestjs/common';
import { assertStorableText } from '@rollcall/kernel';
import { type NextFunction, raw, type Request, type RequestHandler, type Response } from 'express';

import { assertExactNumbers } from './exact-numbers.js';
import { RefusedRequest } from './failure.js';
import { readForm } from './form.js';
import { assertPercentEncodedUtf8, decodeUtf8 } from './utf8.js';

/** The largest body that is read, in bytes. */
export const MAX_BODY_BYTES = 1_000_000;

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** What the routes of {@link FORM_PATHS} take. */
export const BODY_TYPES = ['application/json', FORM_TYPE] as const;

/** The paths that take a form beside JSON: those where the peer's clients send one, and our page that sets a password. */
const FORM_PATHS = /^\/api\/v1\/(auth\/login|(agents|teams|roles)(\/[^/]+)?|agents\/me\/availability)\/?$/i;

/** The paths whose bodies are signed, and so are read as they arrive: a Buffer, for the receiver to make sense of. */
const SIGNED_PATH = /^\/api\/v1\/agency\/webhook\//i;

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;

/** Reads bodies in UTF-8: JSON everywhere, a form where one may be sent, and nothing else. */
export function bodyParsers(): RequestHandler[] {
  return [refuseOtherTypes, raw({ limit: MAX_BODY_BYTES, type: () => true }), readBody, refuseUnstorableText];
}

/** Whether the request's body is an HTML form. */
export function isForm(request: Pick<Request, 'is'>): boolean {
  return Boolean(request.is(FORM_TYPE));
}

/** A request with a body of a type that is not read gets a 415, before the body is. */
function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const { headers, path } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
  if (hasBody && !(FORM_PATHS.test(path) && isForm(request)) && !request.is('application/json'))
    throw new UnsupportedMediaTypeException('Send the body as JSON, with "Content-Type: application/json"');
  const [, charset = 'utf-8'] = CHARSET.exec(headers['content-type'] ?? '') ?? [];
  if (hasBody && charset.toLowerCase() !== 'utf-8')
    throw new UnsupportedMediaTypeException('Send the body in UTF-8, and leave the charset out or name that');
  next();
}

/** Makes of the bytes what the routes expect: the fields of a form, or an object or a list of JSON. Signed ones stay as they are. */
function readBody(request: Request<object, unknown, unknown>, _response: Response, next: NextFunction): void {
  const { body } = request;
  if (Buffer.isBuffer(body)) {
    const text = decodeUtf8(body);
    if (isForm(request)) request.body = readForm(text);
    else if (!SIGNED_PATH.test(request.url)) request.body = readJson(text);
  }
  next();
}

/** An empty body says nothing. A bare text or number is none of what the routes take. */
function readJson(text: string): object {
  const value: unknown = text === '' ? {} : parseJson(text);
  assertExactNumbers(text);
  return typeof value === 'object' && value !== null ? value : notJson();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return notJson();
  }
}

function notJson(): never {
  throw new RefusedRequest('malformed_body', 'The body is not valid JSON; check quotes, commas and brackets');
}

/** No text that the database cannot hold gets past here, wherever in the request it stands. */
function refuseUnstorableText(request: Request, _response: Response, next: NextFunction): void {
  assertPercentEncodedUtf8(request.url.slice(request.path.length), 'query');
  if (!Buffer.isBuffer(request.body)) assertStorableText(request.body, 'body');
  assertStorableText(request.query, 'query');
  assertStorableText(decodeURIComponent(request.path), 'path');
  next();
}
