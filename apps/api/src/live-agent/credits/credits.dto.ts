import { ApiProperty } from '@nestjs/swagger';

import { Field } from '../../http/input/field.js';
import { text, wholeNumber } from '../../http/input/rules.js';

/** The remaining amount of each credit. */
export class CreditsDto {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { messages: 940 } })
  readonly credits: Readonly<Record<string, number>>;

  constructor(credits: Readonly<Record<string, number>>) {
    this.credits = credits;
  }
}

/** The body of POST /user/{user_id}/credits/use. */
export class UseCreditsBody {
  @Field(text({ min: 1, max: 140 }), { example: 'messages' })
  credit!: string;

  @Field(wholeNumber({ min: 1 }), { example: 60 })
  amount!: number;

  @Field(text({ min: 1, max: 200 }), {
    description: 'A use with the same key is booked only once, however often it is sent',
    example: 'conversation-17',
  })
  key!: string;
}
