import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';

/** The addresses that this window tells of. */
@Injectable()
export class ScimBase {
  /** Its own, without a slash at the end. */
  readonly url: string;
  /** That of the description for people. */
  readonly docs: string;

  constructor(@Inject(CONFIG) { http }: Config) {
    const origin = http.publicUrl.replace(/\/$/, '');
    this.url = `${origin}/scim/v2`;
    this.docs = `${origin}/docs`;
  }
}
