import { SetMetadata } from '@nestjs/common';

/** What a route that anybody may call counts beside the address: the account or link that the request names. */
export interface Limited {
  /** The field that says what is tried, as `email`. */
  readonly field: string;
  readonly part: 'body' | 'query';
}

export const LIMITED_KEY = 'rollcall:limited';

/** The route lets somebody try things: it is limited by address, and by address for each thing tried. */
export const LimitedBy = (field: string, part: Limited['part'] = 'body') =>
  SetMetadata<string, Limited>(LIMITED_KEY, { field, part });
