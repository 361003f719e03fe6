import { ApiProperty } from '@nestjs/swagger';

import { ERROR_TYPES, type HelpdeskErrorType } from './helpdesk-errors.js';

class InvalidFieldBody {
  @ApiProperty({ example: 'email' })
  field!: string;

  @ApiProperty({ example: 'email must be a string, not a number' })
  message!: string;
}

class InvalidFieldsBody {
  @ApiProperty({ type: [InvalidFieldBody] })
  fields!: InvalidFieldBody[];
}

/** A failure as the API description shows it. */
export class HelpdeskErrorBody {
  @ApiProperty({ enum: ['error'] })
  status!: 'error';

  @ApiProperty({ description: 'One sentence a person can act on', example: 'email must be a string, not a number' })
  message!: string;

  @ApiProperty({ type: InvalidFieldsBody, nullable: true, description: 'Every invalid field, if there are any' })
  data!: InvalidFieldsBody | null;

  @ApiProperty({ enum: ERROR_TYPES })
  error_type!: HelpdeskErrorType;
}
