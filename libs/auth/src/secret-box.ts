import { hkdfSync } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';
import { openText, sealText } from '@rollcall/kernel';

const SEALED = 'sealed:';
const OPEN = 'open:';

/** Seals secrets that Rollcall has to know again, with {@link sealText}, if the configuration has a key for it. */
@Injectable()
export class SecretBox {
  private readonly key: Buffer | null;

  constructor(@Inject(CONFIG) { secretsKey }: Config) {
    this.key = secretsKey === null ? null : Buffer.from(hkdfSync('sha256', secretsKey, '', 'rollcall secrets', 32));
  }

  /** The form in which a secret is stored. */
  seal(secret: string): string {
    return this.key === null ? OPEN + secret : SEALED + sealText(this.key, secret).toString('base64');
  }

  /** @throws Error when the configuration does not have the key with which it was sealed */
  open(stored: string): string {
    if (stored.startsWith(OPEN)) return stored.slice(OPEN.length);
    if (this.key === null) throw new Error('SECRETS_KEY is not set, with which secrets were sealed; set it again');
    try {
      return openText(this.key, Buffer.from(stored.slice(SEALED.length), 'base64'));
    } catch {
      throw new Error('SECRETS_KEY is not the one with which secrets were sealed; set that again');
    }
  }
}
