import { SetMetadata } from '@nestjs/common';

/** The account or link that a public route limits besides the address. */
export interface Limited {
  /** The field that names the account or link, for example `email`. */
  readonly field: string;
  readonly part: 'body' | 'query';
}

export const LIMITED_KEY = 'rollcall:limited';

/** Limits a route that lets callers guess: by address, and by address together with the account or link. */
export const LimitedBy = (field: string, part: Limited['part'] = 'body') =>
  SetMetadata<string, Limited>(LIMITED_KEY, { field, part });
