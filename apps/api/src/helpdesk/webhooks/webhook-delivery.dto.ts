import { ApiProperty } from '@nestjs/swagger';
import {
  DELIVERY_STATES,
  type DeliveryFilter,
  type DeliveryState,
  type PastAttempt,
  type RedeliveryFilter,
  type ShownDelivery,
} from '@rollcall/webhooks';

import { dateTime } from '../../http/input/date-time.js';
import { OptionalField, OptionalParameter } from '../../http/input/field.js';
import { flag, oneOf, wholeNumber } from '../../http/input/rules.js';
import { DEFAULT_PAGE_SIZE, Size } from '../page.js';
import { EventPayloadDto } from '../events/event.dto.js';

/** What was sent, as far as it does not depend on the moment. */
export class DeliveryRequestDto {
  @ApiProperty()
  readonly id!: string;
  @ApiProperty()
  readonly event!: string;
  @ApiProperty({ format: 'date-time' })
  readonly timestamp!: Date;
  @ApiProperty({ type: EventPayloadDto })
  readonly payload!: EventPayloadDto;
}

/** An attempt at a delivery. */
export class DeliveryAttemptDto {
  @ApiProperty({ format: 'date-time' })
  readonly attempted_at: Date;
  @ApiProperty({ type: 'integer' })
  readonly duration_ms: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null when there was no answer' })
  readonly status: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'The first 200 characters' })
  readonly answer: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it failed' })
  readonly error: string | null;

  constructor({ at, durationMs, status, answer, error }: PastAttempt) {
    this.attempted_at = new Date(at);
    this.duration_ms = durationMs;
    this.status = status;
    this.answer = answer;
    this.error = error;
  }
}

/** An event that is to be sent to a webhook, or was, with the last attempt at it. */
export class WebhookDeliveryDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time' })
  readonly created_at: Date;
  @ApiProperty({ enum: DELIVERY_STATES, description: '`failed`: it was tried for 24 hours in vain' })
  readonly state: DeliveryState;
  @ApiProperty({ type: 'integer', description: 'Since the delivery was last asked for' })
  readonly attempts: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null when it is over' })
  readonly next_attempt_at: Date | null;
  @ApiProperty({ type: DeliveryRequestDto, description: 'The body' })
  readonly request: DeliveryRequestDto;
  @ApiProperty({ type: String, nullable: true, description: 'Where the last attempt went' })
  readonly url: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly attempted_at: Date | null;
  @ApiProperty({ type: 'integer', nullable: true })
  readonly duration_ms: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null when there was no answer' })
  readonly status: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'The first 4 KB of the answer' })
  readonly answer: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why the last attempt failed' })
  readonly error: string | null;

  @ApiProperty({ type: [DeliveryAttemptDto], description: 'The last twenty, the oldest first' })
  readonly attempts_made: readonly DeliveryAttemptDto[];

  constructor({ delivery, told }: ShownDelivery) {
    this.id = delivery.id;
    this.created_at = delivery.createdAt;
    this.state = delivery.state;
    this.attempts = delivery.attempts;
    this.next_attempt_at = delivery.state === 'pending' ? delivery.nextAttemptAt : null;
    this.request = told;
    this.url = delivery.url;
    this.attempted_at = delivery.attemptedAt;
    this.duration_ms = delivery.durationMs;
    this.status = delivery.status;
    this.answer = delivery.answer;
    this.error = delivery.error;
    this.attempts_made = delivery.attemptsMade.map((attempt) => new DeliveryAttemptDto(attempt));
  }
}

/** Which deliveries to list. */
export class DeliveriesQuery {
  @OptionalParameter(wholeNumber({ min: 1 }), { description: 'The last id of the answer before' })
  before?: number;

  @OptionalParameter(oneOf(DELIVERY_STATES))
  state?: DeliveryState;

  @Size()
  limit?: number;

  get filter(): DeliveryFilter {
    return { before: this.before ?? null, state: this.state ?? null, limit: this.limit ?? DEFAULT_PAGE_SIZE };
  }
}

/** The body of POST /webhooks/{id}/redeliver. Without fields it means all deliveries that are over. */
export class RedeliverBody {
  @OptionalField(wholeNumber({ min: 1 }), { description: 'This one alone' })
  delivery_id?: number | null;

  @OptionalField(flag(), { description: 'Only those that failed; false if left out', example: true })
  failed?: boolean | null;

  @OptionalField(dateTime(), { description: 'Only those of events since then' })
  from?: Date | null;

  @OptionalField(dateTime(), { description: 'Only those of events until then' })
  to?: Date | null;

  get filter(): RedeliveryFilter {
    return {
      deliveryId: this.delivery_id ?? null,
      failedOnly: this.failed ?? false,
      from: this.from ?? null,
      to: this.to ?? null,
    };
  }
}

/** How many deliveries are sent again. */
export class RedeliveredDto {
  @ApiProperty({ type: 'integer' })
  readonly count: number;

  constructor(count: number) {
    this.count = count;
  }
}
