import { createHmac, randomBytes } from 'node:crypto';

import type { ExtraHeader } from './webhook.entity.js';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What is signed. */
export interface Message {
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
}

/** A secret in the form of the Standard Webhooks specification. */
export function randomSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** What is wrong with a secret that somebody chose, as the end of a sentence; undefined for nothing. */
export function secretProblem(secret: string): string | undefined {
  if (!secret.startsWith(PREFIX)) return undefined;
  const key = secret.slice(PREFIX.length);
  return BASE64.test(key) && key.length >= 32
    ? undefined
    : `must have at least 24 bytes in Base64 behind "${PREFIX}"; leave it out to get one`;
}

/**
 * The headers that sign a message: those of the Standard Webhooks specification, with a signature by each secret, and the peer's, by
 * the newest secret, if it was asked for.
 */
export function signedHeaders(
  secrets: readonly [string, ...string[]],
  extra: readonly ExtraHeader[],
  { id, sentAt, body }: Message,
): Record<string, string> {
  const timestamp = Math.floor(sentAt.getTime() / 1_000);
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
    ...(extra.includes('X-Libredesk-Signature') && {
      'x-libredesk-signature': `sha256=${createHmac('sha256', secrets[0]).update(body).digest('hex')}`,
    }),
  };
}

/** A secret without the prefix is the key itself, as receivers written for the peer have one. */
function keyOf(secret: string): Buffer {
  return secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);
}
