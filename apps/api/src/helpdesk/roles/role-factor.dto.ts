import { ApiProperty } from '@nestjs/swagger';
import type { RoleEntity } from '@rollcall/roles';

import { dateTime } from '../../http/input/date-time.js';
import { OptionalField } from '../../http/input/field.js';

const NEEDED_FROM =
  'From when on its holders need a second factor, which leaves them the time until then; null for never';

/** Whether the holders of a role need a second factor. */
export class RoleFactorDto {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: NEEDED_FROM })
  readonly needed_from: Date | null;

  constructor({ factorNeededFrom }: RoleEntity) {
    this.needed_from = factorNeededFrom;
  }
}

/** The body of PUT. */
export class RoleFactorBody {
  @OptionalField(dateTime(), { description: NEEDED_FROM, example: '2027-01-31T00:00:00Z' })
  needed_from?: Date | null;
}
