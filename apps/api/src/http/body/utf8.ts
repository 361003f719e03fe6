import { isUtf8 } from 'node:buffer';

import type { RequestPart } from '@rollcall/kernel';

import { RefusedRequest } from '../failure.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of a body, without a byte order mark.
 * @throws RefusedRequest if the bytes are not UTF-8 (RFC 8259, section 8.1), since decoding would change them
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new RefusedRequest('malformed_body', 'The body is not valid UTF-8; send it in UTF-8');
  }
}

/**
 * Refuses percent-encoded bytes that are not UTF-8. A percent sign without two hexadecimal digits stands for itself.
 * @throws RefusedRequest
 */
export function assertPercentEncodedUtf8(text: string, part: RequestPart): void {
  if (!text.includes('%')) return;
  const bytes = Buffer.from(text)
    .toString('latin1')
    .replaceAll(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
  if (!isUtf8(Buffer.from(bytes, 'latin1')))
    throw new RefusedRequest('malformed_body', `The ${part} is not valid percent-encoded UTF-8`, part);
}
