import { randomBytes } from 'node:crypto';

import { hash, type Options, verify } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';

import { assertStrongPassword } from './password-policy.js';
import { passwordText } from './password-text.js';

/** The result of a comparison. `outdated` means right, but the hash was made in an older way and should be made again. */
export type PasswordMatch = 'right' | 'outdated' | 'wrong';

/** Hashes passwords for storage and compares passwords with stored hashes. */
@Injectable()
export class Passwords {
  /** The package uses Argon2id by default. */
  private readonly parameters: Options;
  private decoy: Promise<string> | undefined;

  constructor(@Inject(CONFIG) { argon2: { memoryKib, passes, lanes } }: Config) {
    this.parameters = { memoryCost: memoryKib, timeCost: passes, parallelism: lanes };
  }

  /**
   * Checks a new password against the password policy and returns its Argon2id hash in PHC string format.
   * @throws DomainError `invalid_input` naming `field`
   */
  async hashNew(field: string, password: string): Promise<string> {
    assertStrongPassword(field, password);
    return this.hashAgain(password);
  }

  /** Hashes a password that is already in use with the current parameters. Does not check its strength. */
  async hashAgain(password: string): Promise<string> {
    return hash(passwordText(password), this.parameters);
  }

  /**
   * Compares a password with a stored hash. If `stored` is null, the answer is `wrong` and takes the same time. Hashes made
   * before {@link passwordText} existed are of the password as it was typed, so this compares that form too if it differs.
   */
  async match(password: string, stored: string | null): Promise<PasswordMatch> {
    const decoy = await (this.decoy ??= this.makeDecoy());
    const text = passwordText(password);
    if (await verify(stored ?? decoy, text)) {
      if (stored === null) return 'wrong';
      return parametersOf(stored) === parametersOf(decoy) ? 'right' : 'outdated';
    }
    const rightAsTyped = text !== password && (await verify(stored ?? decoy, password));
    return rightAsTyped && stored !== null ? 'outdated' : 'wrong';
  }

  /** Makes a hash with the current parameters that no password matches. If that fails, the next login tries again. */
  private async makeDecoy(): Promise<string> {
    try {
      return await hash(randomBytes(32), this.parameters);
    } catch (error) {
      this.decoy = undefined;
      throw error;
    }
  }
}

/** Algorithm, version and costs of a hash in PHC string format, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
function parametersOf(phc: string): string {
  const [, algorithm, version, costs] = phc.split('$');
  return [algorithm, version, costs].join();
}
