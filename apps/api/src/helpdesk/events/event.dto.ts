import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { EVENT_SUBJECTS, EVENT_TYPES, type EventEntity, TEST_EVENT, type ToldEvent, toldEvent } from '@rollcall/events';

import { OptionalParameter } from '../../http/input/field.js';
import { text, wholeNumber } from '../../http/input/rules.js';

const MAX_LIMIT = 1_000;
const DEFAULT_LIMIT = 100;
const MAX_WAIT_SECONDS = 30;

/** Which events to read, and how long to wait for one. */
export class EventsQuery {
  @OptionalParameter(text({ max: 200 }), {
    description:
      '`next_cursor` of the previous answer; without it, the answer begins with the oldest event that is kept',
  })
  cursor?: string;

  @OptionalParameter(wholeNumber({ min: 1, max: MAX_LIMIT }), { default: DEFAULT_LIMIT })
  limit?: number;

  @OptionalParameter(wholeNumber({ min: 0, max: MAX_WAIT_SECONDS }), {
    default: 0,
    description: 'For how many seconds to wait for an event if there is none',
  })
  wait?: number;

  get most(): number {
    return this.limit ?? DEFAULT_LIMIT;
  }

  get waitMs(): number {
    return (this.wait ?? 0) * 1_000;
  }
}

/** What an event is about. */
export class EventSubjectDto {
  @ApiProperty({ enum: EVENT_SUBJECTS })
  readonly type!: ToldEvent['payload']['subject']['type'];
  @ApiProperty({ type: 'integer', example: 9 })
  readonly id!: number;
}

/** Who did it. */
export class EventActorDto {
  @ApiProperty({ type: 'integer', example: 1, description: 'The agent' })
  readonly id!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'The key that it used; null for a session' })
  readonly api_key_id!: number | null;
}

/** What happened. */
@ApiExtraModels(EventSubjectDto, EventActorDto)
export class EventPayloadDto {
  @ApiProperty({ type: EventSubjectDto })
  readonly subject!: EventSubjectDto;
  @ApiProperty({
    allOf: [{ $ref: getSchemaPath(EventActorDto) }],
    nullable: true,
    description: 'Null when Rollcall acted by itself',
  })
  readonly actor!: EventActorDto | null;
  @ApiProperty({ type: String, nullable: true, description: 'The id of the request, as in its answer and in the logs' })
  readonly request_id!: string | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['before', 'after'],
      properties: {
        before: { nullable: true, description: 'Null if there was none' },
        after: { nullable: true, description: 'Null if there is none any more' },
      },
    },
    example: { first_name: { before: 'Ada', after: 'Augusta' } },
    description: 'The changed fields. No secret is among them, and nothing of a password',
  })
  readonly changes!: ToldEvent['payload']['changes'];
}

/** An event as the feed has it and as webhooks get it. */
export class EventDto {
  @ApiProperty({ format: 'uuid', description: 'By which a receiver sees that it has the event already' })
  readonly id: string;
  @ApiProperty({ enum: [...EVENT_TYPES, TEST_EVENT] })
  readonly event: ToldEvent['event'];
  @ApiProperty({ format: 'date-time' })
  readonly timestamp: Date;
  @ApiProperty({ type: EventPayloadDto })
  readonly payload: EventPayloadDto;

  constructor(event: EventEntity) {
    const { id, event: type, timestamp, payload } = toldEvent(event);
    this.id = id;
    this.event = type;
    this.timestamp = timestamp;
    this.payload = payload;
  }
}

/** Events in the order of the feed. */
export class EventsDto {
  @ApiProperty({ type: [EventDto] })
  readonly results: readonly EventDto[];
  @ApiProperty({ description: 'Asks for the events after these; there is always one' })
  readonly next_cursor: string;

  constructor(events: readonly EventEntity[], nextCursor: string) {
    this.results = events.map((event) => new EventDto(event));
    this.next_cursor = nextCursor;
  }
}
