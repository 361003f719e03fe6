import { randomBytes } from 'node:crypto';

import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

import { assertStrongPassword } from './password-policy.js';

/** For Argon2id, the package's default: the OWASP Password Storage Cheat Sheet's 19 MiB, two passes, one lane. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** How a hash of today begins, in PHC string format. */
const PARAMETERS = '$argon2id$v=19$m=19456,t=2,p=1$';

/** What a password is compared with a stored hash: right, and maybe hashed by other parameters than today's. */
export type PasswordMatch = 'right' | 'outdated' | 'wrong';

/** Turns passwords into what may be stored, and compares them with it. */
@Injectable()
export class Passwords {
  private decoy: Promise<string> | undefined;

  /**
   * Checks a new password against the one rule and returns its Argon2id hash in PHC string format.
   * @throws DomainError `invalid_input` naming `field`
   */
  async hashNew(field: string, password: string): Promise<string> {
    assertStrongPassword(field, password);
    return hash(password, ARGON2ID);
  }

  /** Compares a password with a stored hash. Without one it takes the same time and is wrong. */
  async match(password: string, stored: string | null): Promise<PasswordMatch> {
    this.decoy ??= hash(randomBytes(32), ARGON2ID);
    const right = await verify(stored ?? (await this.decoy), password);
    if (!right || stored === null) return 'wrong';
    return stored.startsWith(PARAMETERS) ? 'right' : 'outdated';
  }

  /** The hash of a password that is in use already, by today's parameters. */
  async hashAgain(password: string): Promise<string> {
    return hash(password, ARGON2ID);
  }
}
