import type { Request } from 'express';
import { Strategy } from 'passport-strategy';

type Done = (error: Error | null, user?: object) => void;
type Verify = (...credentialsAndDone: [...credentials: string[], done: Done]) => void;

/** A passport strategy for the credentials that `read` finds in a request, if any. */
export class CredentialsStrategy extends Strategy {
  constructor(
    private readonly read: (request: Request) => string[] | null,
    private readonly verify: Verify,
  ) {
    super();
  }

  override authenticate(request: Request): void {
    const credentials = this.read(request);
    if (!credentials) {
      this.fail(401);
      return;
    }
    this.verify(...credentials, (error, user) => {
      if (error) this.error(error);
      else if (user) this.success(user);
      else this.fail(401);
    });
  }
}
