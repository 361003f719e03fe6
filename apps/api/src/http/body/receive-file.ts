import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import type { Request } from 'express';

import { RefusedRequest } from '../failure.js';
import { ReceivedFile } from './received-file.js';

/** The file that a route expects. */
export interface ExpectedFile {
  /** The name of its part in a `multipart/form-data` body (RFC 7578). */
  readonly part: string;
  /** For example `a CSV file`; used in the messages of refusals. */
  readonly called: string;
  readonly maxBytes: number;
  /** Whether it may be the body itself. */
  readonly alone: boolean;
  /** What its sender can do about one that is too large, as `split it into several`. */
  readonly whenTooLarge: string;
}

/** How much a multipart body may contain besides the file. */
const MULTIPART_OVERHEAD = 64_000;
const MAX_PARTS = 20;

export const MULTIPART = 'multipart/form-data';

/**
 * Receives the file of a request in constant memory. The file is the whole body or a part of a multipart body.
 * @throws RefusedRequest if there is no file or more than one, if it is too large, or if the body is cut off
 */
export async function receiveFile(request: Request, expected: ExpectedFile): Promise<ReceivedFile> {
  const isMultipart = Boolean(request.is(MULTIPART));
  const maxBytes = expected.maxBytes + (isMultipart ? MULTIPART_OVERHEAD : 0);
  const length = request.headers['content-length'];
  if (request.headers['transfer-encoding'] === undefined && !(Number(length) > 0)) throw missing(expected);
  if (Number(length) > maxBytes) throw tooLarge(expected);
  const file = await ReceivedFile.create();
  try {
    await (isMultipart ? receivePart(request, file, expected, maxBytes) : receiveBody(request, file, expected));
    return file;
  } catch (error) {
    await file.close();
    // What is still sent is let go by. Otherwise the connection would wait for somebody to read it before its next request.
    request.resume();
    throw error;
  }
}

async function receiveBody(request: Request, file: ReceivedFile, expected: ExpectedFile): Promise<void> {
  for await (const bytes of bytesOf(request, () => tooLarge(expected), expected.maxBytes)) await file.append(bytes);
}

async function receivePart(
  request: Request,
  file: ReceivedFile,
  expected: ExpectedFile,
  maxBytes: number,
): Promise<void> {
  const { parser, ended } = multipartParser(request, expected);
  const written: Promise<void>[] = [];
  let error: unknown;
  parser.on('file', (name: string, stream: BusboyFileStream) => {
    if (name !== expected.part) stream.resume();
    else
      written.push(
        written.length > 0
          ? Promise.reject(refused(`The body has more than one part "${name}"; send one file at a time`))
          : appendAll(stream, file, expected),
      );
    // The rejection is handled below; here it only ends the reading.
    written.at(-1)?.catch((cause: unknown) => {
      error ??= cause;
      stream.resume();
    });
  });
  ended.catch((cause: unknown) => (error ??= cause));
  for await (const bytes of bytesOf(request, () => tooLarge(expected), maxBytes)) {
    if (error) break;
    await new Promise<void>((resolve) => {
      parser.write(bytes, () => {
        resolve();
      });
    });
  }
  parser.end();
  await ended.catch(() => {
    throw error instanceof RefusedRequest
      ? error
      : refused('The multipart body is malformed or cut off; send it again');
  });
  await Promise.all(written);
  if (written.length === 0) throw missing(expected);
}

function multipartParser(
  request: Request,
  { maxBytes }: ExpectedFile,
): { parser: InstanceType<typeof Busboy>; ended: Promise<void> } {
  try {
    const headers = { ...request.headers, 'content-type': request.headers['content-type'] ?? MULTIPART };
    const limits = { parts: MAX_PARTS, headerPairs: 50, fileSize: maxBytes };
    const parser = new Busboy({ headers, isPartAFile: () => true, limits });
    const ended = new Promise<void>((resolve, reject) => {
      parser.on('finish', resolve).on('error', reject);
      parser.on('partsLimit', () => {
        reject(refused(`The body has more than ${MAX_PARTS} parts; send the file alone`));
      });
    });
    return { parser, ended };
  } catch {
    throw refused('The Content-Type of the multipart body has no boundary; let your HTTP library set it');
  }
}

/** Reads the part to its end even if it cannot be stored: the parser waits for its reader. */
async function appendAll(stream: BusboyFileStream, file: ReceivedFile, expected: ExpectedFile): Promise<void> {
  let stored = Promise.resolve();
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    stored = stored.then(() => file.append(bytes));
    await stored.catch(() => undefined);
  }
  await stored;
  if (stream.truncated) throw tooLarge(expected);
}

/** The bytes of the body. If the loop ends early, the connection stays open, so that the client gets an answer. */
async function* bytesOf(request: Request, tooMuch: () => Error, maxBytes: number): AsyncGenerator<Buffer, void> {
  let received = 0;
  for await (const bytes of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    received += bytes.length;
    if (received > maxBytes) throw tooMuch();
    yield bytes;
  }
}

function missing({ part, called, alone }: ExpectedFile): RefusedRequest {
  return refused(`Send ${called}${alone ? ', as the body or' : ''} as the part "${part}" of a ${MULTIPART} body`);
}

function tooLarge({ maxBytes, whenTooLarge }: ExpectedFile): RefusedRequest {
  return new RefusedRequest('body_too_large', `The file is larger than ${maxBytes / 1_000_000} MB; ${whenTooLarge}`);
}

function refused(message: string): RefusedRequest {
  return new RefusedRequest('malformed_body', message);
}
