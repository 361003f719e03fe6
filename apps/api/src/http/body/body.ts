import type { IncomingMessage } from 'node:http';

import { UnsupportedMediaTypeException } from '@nestjs/common';
import { assertStorableText } from '@rollcall/kernel';
import { type NextFunction, raw, type Request, type RequestHandler, type Response } from 'express';

import { assertExactNumbers } from './exact-numbers.js';
import { RefusedRequest } from '../failure.js';
import { readForm } from './form.js';
import { assertPercentEncodedUtf8, decodeUtf8 } from './utf8.js';
import type { BodyType, Windows } from '../window.js';

/** The largest body that is read, in bytes. */
export const MAX_BODY_BYTES = 1_000_000;

/** An object or a list of JSON, under this media type. */
export function jsonBody(mediaType: string): BodyType {
  return { mediaType, name: 'JSON', read: (bytes) => readJson(decodeUtf8(bytes)) };
}

export const JSON_BODY = jsonBody('application/json');

/** The fields of an HTML form. */
export const FORM_BODY: BodyType = {
  mediaType: 'application/x-www-form-urlencoded',
  name: 'a form',
  read: (bytes) => readForm(decodeUtf8(bytes)),
};

/** Signed JSON. It stays a Buffer, since the receiver checks the signature over the bytes before it parses them. */
export const SIGNED_BODY: BodyType = {
  ...JSON_BODY,
  read: (bytes) => {
    decodeUtf8(bytes);
    return bytes;
  },
};

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;

/** Reads bodies in UTF-8 of the types that the window accepts at the path. Refuses all others. */
export function bodyParsers(windows: Windows): RequestHandler[] {
  return [
    refuseOtherTypes(windows),
    raw({ limit: MAX_BODY_BYTES, type: (request) => !isFileAt(windows, request) }),
    readBody(windows),
    refuseUnstorableText,
  ];
}

function isOf({ mediaType }: BodyType, request: Pick<Request, 'is'>): boolean {
  return Boolean(request.is(mediaType));
}

/** The types of bodies that are read at the path of the request. */
function typesAt(windows: Windows, path: string): BodyType[] {
  const types = windows.at(path).bodyTypes.filter(({ paths }) => paths?.test(path) ?? true);
  const files = types.filter(({ read }) => read === null);
  return files.length > 0 ? files : types;
}

/** Whether the route of the request receives a file itself. */
function isFileAt(windows: Windows, { url = '' }: IncomingMessage): boolean {
  const [path = ''] = url.split('?', 1);
  return typesAt(windows, path).some(({ read }) => read === null);
}

/**
 * Refuses a body of an unsupported type with a 415 before it reads the body. A route that receives a file does this
 * itself, after the guards.
 */
function refuseOtherTypes(windows: Windows): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    if (!isFileAt(windows, request)) assertTypeIsRead(windows, request);
    next();
  };
}

/**
 * @throws UnsupportedMediaTypeException when the request has a body of a type or charset that is not read at its path
 */
export function assertTypeIsRead(windows: Windows, request: Pick<Request, 'headers' | 'path' | 'is'>): void {
  const { headers, path } = request;
  if (headers['transfer-encoding'] === undefined && !(Number(headers['content-length']) > 0)) return;
  const types = typesAt(windows, path);
  if (!types.some((type) => isOf(type, request))) throw new UnsupportedMediaTypeException(adviceOn(types));
  const [, charset = 'utf-8'] = CHARSET.exec(headers['content-type'] ?? '') ?? [];
  if (charset.toLowerCase() !== 'utf-8')
    throw new UnsupportedMediaTypeException('Send the body in UTF-8, with charset=utf-8 or without a charset');
}

function adviceOn([preferred]: readonly BodyType[]): string {
  return preferred
    ? `Send the body as ${preferred.name}, with "Content-Type: ${preferred.mediaType}"`
    : 'Send no body; no route at this path takes one';
}

/** Parses the bytes into the body that routes get. An empty body may be of any type. */
function readBody(windows: Windows): RequestHandler {
  return (request: Request<object, unknown, unknown>, _response: Response, next: NextFunction) => {
    const { body, path } = request;
    if (Buffer.isBuffer(body)) {
      const types = typesAt(windows, path);
      const type = types.find((one) => isOf(one, request)) ?? types[0];
      request.body = type?.read?.(body) ?? {};
    }
    next();
  };
}

/** An empty body has no fields. No route takes a bare text or number. */
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

/** Refuses texts that the database cannot store, in any part of the request. */
function refuseUnstorableText(request: Request, _response: Response, next: NextFunction): void {
  assertPercentEncodedUtf8(request.url.slice(request.path.length), 'query');
  if (!Buffer.isBuffer(request.body)) assertStorableText(request.body, 'body');
  assertStorableText(request.query, 'query');
  assertStorableText(decodeURIComponent(request.path), 'path');
  next();
}
