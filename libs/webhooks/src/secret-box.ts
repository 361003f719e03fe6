import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = 'sealed:';
const OPEN = 'open:';

/** Seals secrets that Rollcall has to know again, with AES-256-GCM (NIST SP 800-38D), if the configuration has a key for it. */
@Injectable()
export class SecretBox {
  private readonly key: Buffer | null;

  constructor(@Inject(CONFIG) { secretsKey }: Config) {
    this.key = secretsKey === null ? null : Buffer.from(hkdfSync('sha256', secretsKey, '', 'rollcall secrets', 32));
  }

  /** The form in which a secret is stored. */
  seal(secret: string): string {
    if (this.key === null) return OPEN + secret;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce);
    const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return SEALED + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
  }

  /** @throws Error when the configuration does not have the key with which it was sealed */
  open(stored: string): string {
    if (stored.startsWith(OPEN)) return stored.slice(OPEN.length);
    if (this.key === null) throw new Error('SECRETS_KEY is not set, with which secrets were sealed; set it again');
    const sealed = Buffer.from(stored.slice(SEALED.length), 'base64');
    const decipher = createDecipheriv(CIPHER, this.key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = sealed.subarray(NONCE_BYTES + TAG_BYTES);
    try {
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch {
      throw new Error('SECRETS_KEY is not the one with which secrets were sealed; set that again');
    }
  }
}
