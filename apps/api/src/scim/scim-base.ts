import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@rollcall/config';

/** The address of this window, without a slash at the end. */
@Injectable()
export class ScimBase {
  readonly url: string;

  constructor(@Inject(CONFIG) { http }: Config) {
    this.url = `${http.publicUrl.replace(/\/$/, '')}/scim/v2`;
  }
}
