import { randomBytes } from 'node:crypto';

import { hash, type Options, verify } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';

import { assertStrongPassword } from './password-policy.js';

/** What a password is compared with a stored hash: right, and maybe hashed by other parameters than today's. */
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
    return hash(password, this.parameters);
  }

  /** Compares a password with a stored hash. Without one it takes the same time and is wrong. */
  async match(password: string, stored: string | null): Promise<PasswordMatch> {
    const decoy = await (this.decoy ??= this.makeDecoy());
    const right = await verify(stored ?? decoy, password);
    if (!right || stored === null) return 'wrong';
    return stored.startsWith(decoy.replace(/[^$]+\$[^$]+$/, '')) ? 'right' : 'outdated';
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
