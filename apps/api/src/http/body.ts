import { UnsupportedMediaTypeException } from '@nestjs/common';
import { assertStorableText } from '@rollcall/kernel';
import { json, type NextFunction, raw, type Request, type RequestHandler, type Response, urlencoded } from 'express';

/** The largest body that is read, in bytes. */
export const MAX_BODY_BYTES = 1_000_000;

/** The one path that takes an HTML form beside JSON. */
export const FORM_PATH = '/api/v1/agents/set-password';

/** The paths whose bodies are signed, and so are read as they arrive: a Buffer, for the receiver to make sense of. */
const SIGNED_PATH = /^\/api\/v1\/agency\/webhook\//i;

/** Reads bodies: JSON everywhere, a form where our own page sends one, and nothing else. */
export function bodyParsers(): RequestHandler[] {
  return [
    refuseOtherTypes,
    raw({ limit: MAX_BODY_BYTES, type: ({ url }) => SIGNED_PATH.test(url ?? '') }),
    json({ limit: MAX_BODY_BYTES, type: 'application/json' }),
    urlencoded({ limit: MAX_BODY_BYTES, extended: false }),
    refuseUnstorableText,
  ];
}

/** Whether the request's body is an HTML form. */
export function isForm(request: Pick<Request, 'is'>): boolean {
  return Boolean(request.is('application/x-www-form-urlencoded'));
}

/** A request with a body of a type that is not read gets a 415, before the body is. */
function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  if (hasBody && !(request.path === FORM_PATH && isForm(request)) && !request.is('application/json'))
    throw new UnsupportedMediaTypeException('Send the body as JSON, with "Content-Type: application/json"');
  next();
}

/** No text that the database cannot hold gets past here, wherever in the request it stands. */
function refuseUnstorableText(request: Request, _response: Response, next: NextFunction): void {
  if (!Buffer.isBuffer(request.body)) assertStorableText(request.body, 'body');
  assertStorableText(request.query, 'query');
  assertStorableText(decodeURIComponent(request.path), 'path');
  next();
}
