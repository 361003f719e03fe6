import { ApiProperty, PickType } from '@nestjs/swagger';
import { EVENT_TYPES, type EventType } from '@rollcall/events';
import {
  EXTRA_HEADERS,
  type ExtraHeader,
  secretProblem,
  type WebhookEntity,
  type WebhookInput,
} from '@rollcall/webhooks';

import { Field, OptionalField } from '../../http/input/field.js';
import { Rule } from '../../http/input/rule.js';
import { flag, listOf, name, oneOf, wholeNumber } from '../../http/input/rules.js';
import { webAddress } from '../../http/input/web-address.js';
import { HIDDEN } from '../hidden-secret.js';

const SECRET_LENGTH = { min: 16, max: 255 };
const DEFAULT_OVERLAP_SECONDS = 24 * 60 * 60;
const MAX_OVERLAP_SECONDS = 30 * 24 * 60 * 60;

/** In code points, as JSON Schema counts. */
const lengthOf = (value: string) => Array.from(value).length;

const isText = (value: unknown): value is string => typeof value === 'string';
const aText = { expected: 'a string', plural: 'strings', is: isText };

/** An address that events can be posted to. */
const receiverUrl = () =>
  webAddress(({ username, password }) =>
    username || password
      ? 'must not have a user name or a password; check the signature of what you get instead'
      : undefined,
  );

const signingSecret = () =>
  Rule.of({
    ...aText,
    schema: { type: 'string', minLength: SECRET_LENGTH.min, maxLength: SECRET_LENGTH.max },
    convert: (value) => (value === '' || value === HIDDEN ? null : value),
    limit: (value) =>
      lengthOf(value) < SECRET_LENGTH.min || lengthOf(value) > SECRET_LENGTH.max
        ? `must have ${SECRET_LENGTH.min} to ${SECRET_LENGTH.max} characters; leave it out to get one`
        : secretProblem(value),
  });

/** The webhook object. */
export class WebhookDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time' })
  readonly updated_at: Date;
  @ApiProperty({ example: 'Directory sync' })
  readonly name: string;
  @ApiProperty({ example: 'https://example.com/hooks/rollcall' })
  readonly url: string;
  @ApiProperty({ enum: EVENT_TYPES, isArray: true })
  readonly events: readonly EventType[];
  @ApiProperty({ description: 'Only the answers of POST and of rotate show it; otherwise it is ten dots' })
  readonly secret: string;
  @ApiProperty()
  readonly is_active: boolean;
  @ApiProperty({ enum: EXTRA_HEADERS, isArray: true })
  readonly headers: readonly ExtraHeader[];
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when the receiver has taken nothing; after three days the webhook is switched off',
  })
  readonly failing_since: Date | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when the secret before the last rotation signs too',
  })
  readonly previous_secret_until: Date | null;

  constructor(webhook: WebhookEntity, secret: string = HIDDEN) {
    this.id = webhook.id;
    this.created_at = webhook.createdAt;
    this.updated_at = webhook.updatedAt;
    this.name = webhook.name;
    this.url = webhook.url;
    this.events = webhook.events;
    this.secret = secret;
    this.is_active = webhook.isActive;
    this.headers = webhook.headers;
    this.failing_since = webhook.failingSince;
    this.previous_secret_until = webhook.previousUntil;
  }
}

/** The webhook as pickers show it. */
export class CompactWebhookDto extends PickType(WebhookDto, ['id', 'name']) {
  static from({ id, name: called }: WebhookEntity): CompactWebhookDto {
    return { id, name: called };
  }
}

/** The body of POST and PUT. */
export class WebhookBody {
  @Field(name({ min: 1, max: 255 }), { example: 'Directory sync' })
  name!: string;

  @Field(receiverUrl(), { example: 'https://example.com/hooks/rollcall' })
  url!: string;

  @Field(listOf(oneOf(EVENT_TYPES), { min: 1, max: EVENT_TYPES.length }), {
    example: ['agent.created', 'agent.deleted'],
  })
  events!: EventType[];

  @OptionalField(signingSecret(), {
    description:
      'Signs what is sent; `whsec_` and Base64, or any text. If left out or shown as dots: a new one for POST, the one that it has for PUT',
  })
  secret?: string | null;

  @OptionalField(flag(), { description: 'True if left out' })
  is_active?: boolean | null;

  @OptionalField(listOf(oneOf(EXTRA_HEADERS), { max: 10 }), {
    description:
      "Headers beside those of the Standard Webhooks specification: the peer's signature, for receivers that check it",
    example: ['X-Libredesk-Signature'],
  })
  headers?: ExtraHeader[] | null;

  get input(): WebhookInput {
    return {
      name: this.name,
      url: this.url,
      events: this.events,
      headers: this.headers ?? [],
      isActive: this.is_active ?? true,
      secret: this.secret ?? null,
    };
  }
}

/** The body of POST /webhooks/{id}/rotate. */
export class RotateWebhookBody {
  @OptionalField(wholeNumber({ min: 0, max: MAX_OVERLAP_SECONDS }), {
    description: `For how many seconds the current secret signs too; the default is ${DEFAULT_OVERLAP_SECONDS}`,
    example: 3_600,
  })
  overlap_seconds?: number | null;

  get overlapSeconds(): number {
    return this.overlap_seconds ?? DEFAULT_OVERLAP_SECONDS;
  }
}
