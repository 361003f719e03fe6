import { randomBytes } from 'node:crypto';

import { hash, type Options, verify } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';

import { assertStrongPassword } from './password-policy.js';
import { passwordText } from './password-text.js';

/** What a password is compared with a stored hash: right, and maybe not hashed as it would be today. */
export type PasswordMatch = 'right' | 'outdated' | 'wrong';

/** Turns passwords into what may be stored, and compares them with it. */
@Injectable()
export class Passwords {
  /** Argon2id is what the package makes unless told otherwise. */
  private readonly parameters: Options;
  private decoy: Promise<string> | undefined;

  constructor(@Inject(CONFIG) { argon2: { memoryKib, passes, lanes } }: Config) {
    this.parameters = { memoryCost: memoryKib, timeCost: passes, parallelism: lanes };
  }

  /**
   * Checks a new password against the one rule and returns its Argon2id hash in PHC string format.
   * @throws DomainError `invalid_input` naming `field`
   */
  async hashNew(field: string, password: string): Promise<string> {
    assertStrongPassword(field, password);
    return this.hashAgain(password);
  }

  /** The hash, by today's parameters, of a password that is in use already. */
  async hashAgain(password: string): Promise<string> {
    return hash(passwordText(password), this.parameters);
  }

  /**
   * Compares a password with a stored hash. Without one it takes the same time and is wrong. A hash of the time before
   * {@link passwordText} is of the password as it was typed, so that is compared as well where it differs.
   */
  async match(password: string, stored: string | null): Promise<PasswordMatch> {
    const decoy = await (this.decoy ??= this.makeDecoy());
    const text = passwordText(password);
    if (await verify(stored ?? decoy, text)) {
      if (stored === null) return 'wrong';
      return stored.startsWith(decoy.replace(/[^$]+\$[^$]+$/, '')) ? 'right' : 'outdated';
    }
    const rightAsTyped = text !== password && (await verify(stored ?? decoy, password));
    return rightAsTyped && stored !== null ? 'outdated' : 'wrong';
  }

  /** A hash of today's parameters that no password has. Where there was no memory for it, the next login tries again. */
  private async makeDecoy(): Promise<string> {
    try {
      return await hash(randomBytes(32), this.parameters);
    } catch (error) {
      this.decoy = undefined;
      throw error;
    }
  }
}
