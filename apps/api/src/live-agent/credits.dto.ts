import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Max, Min } from 'class-validator';

import { TextLength } from '../http/text-length.js';

/** What is left of each credit. */
export class CreditsDto {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { messages: 940 } })
  readonly credits: Readonly<Record<string, number>>;

  constructor(credits: Readonly<Record<string, number>>) {
    this.credits = credits;
  }
}

/** The body of POST /user/{user_id}/credits/use. */
export class UseCreditsBody {
  @ApiProperty({ example: 'messages' })
  @IsString()
  @TextLength(1, 140)
  credit!: string;

  @ApiProperty({ type: 'integer', minimum: 1, example: 60 })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  amount!: number;

  @ApiProperty({ description: 'Makes the use happen once, however often it is sent', example: 'conversation-17' })
  @IsString()
  @TextLength(1, 200)
  key!: string;
}
