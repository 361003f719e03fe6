import { SetMetadata } from '@nestjs/common';

/** What a route that anybody may call counts beside the address: the account or link that the body names. */
export interface Limited {
  /** The field of the body that says what is tried, as `email`. */
  readonly field: string;
}

export const LIMITED_KEY = 'rollcall:limited';

/** The route lets somebody try things: it is limited by address, and by address for each thing tried. */
export const LimitedBy = (field: string) => SetMetadata<string, Limited>(LIMITED_KEY, { field });
