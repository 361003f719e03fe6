import { ApiProperty } from '@nestjs/swagger';
import type { ReceivedEvent } from '@rollcall/billing';

/** The result of receiving a Stripe event. */
export class StripeEventDto {
  @ApiProperty({ example: 'evt_1RZ7Yb2eZvKYlo2C0000000' })
  readonly id: string;
  @ApiProperty({ description: 'Whether the event was received before; if so, nothing was done' })
  readonly repeated: boolean;

  constructor({ id, repeated }: ReceivedEvent) {
    this.id = id;
    this.repeated = repeated;
  }
}
