import { SetMetadata } from '@nestjs/common';

/** What a route that lets callers guess limits besides the address. */
export interface Limited {
  /** The field that names the account or link, for example `email`; null where the caller's credentials name it. */
  readonly field: string | null;
  readonly part: 'body' | 'query';
}

export const LIMITED_KEY = 'rollcall:limited';

/** Limits a route that lets somebody with stolen credentials guess a password: by address. */
export const LimitedByAddress = () => SetMetadata<string, Limited>(LIMITED_KEY, { field: null, part: 'body' });

/** Limits a route that lets callers guess: by address, and by address together with the account or link. */
export const LimitedBy = (field: string, part: Limited['part'] = 'body') =>
  SetMetadata<string, Limited>(LIMITED_KEY, { field, part });
