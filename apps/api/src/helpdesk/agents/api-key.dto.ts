import { ApiProperty } from '@nestjs/swagger';
import type { ApiKeyInput, IssuedApiKey } from '@rollcall/agents';
import { API_KEY_KINDS, type ApiKeyEntity, type ApiKeyKind, type ApiKeyPair, DEFAULT_KEY_NAME } from '@rollcall/auth';

import { dateTime } from '../../http/input/date-time.js';
import { Field, OptionalField } from '../../http/input/field.js';
import { listOf, oneOf, text, name, wholeNumber } from '../../http/input/rules.js';
import { permissionNames } from '../permission-names.js';

const MAX_RANGES = 100;
const DEFAULT_OVERLAP_SECONDS = 60 * 60;
const MAX_OVERLAP_SECONDS = 30 * 24 * 60 * 60;

/** A new key pair. Only this answer shows the secret. */
export class ApiKeyPairDto {
  @ApiProperty({ description: '32 characters A-Z, a-z, 0-9' })
  readonly api_key: string;
  @ApiProperty({ description: '64 characters A-Z, a-z, 0-9. Only this answer shows it' })
  readonly api_secret: string;

  constructor({ key, secret }: ApiKeyPair) {
    this.api_key = key;
    this.api_secret = secret;
  }
}

/** A key without its secret. */
export class ApiKeyDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ example: 'nightly export' })
  readonly name: string;
  @ApiProperty({ enum: API_KEY_KINDS })
  readonly kind: ApiKeyKind;
  @ApiProperty({ type: String, nullable: true, description: 'The public half of a pair' })
  readonly api_key: string | null;
  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'The permissions that the key is limited to; null: all that its agent holds',
  })
  readonly scopes: readonly string[] | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly expires_at: Date | null;
  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'The addresses that the key may be used from; null: all',
  })
  readonly allowed_ips: readonly string[] | null;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The agent that made the key; null if the first start made it',
  })
  readonly created_by: number | null;
  @ApiProperty({ format: 'date-time' })
  readonly created_at: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'At most a minute late' })
  readonly last_used_at: Date | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when the secret before the last rotation stays valid',
  })
  readonly previous_valid_until: Date | null;

  constructor(key: ApiKeyEntity) {
    this.id = key.id;
    this.name = key.name;
    this.kind = key.kind;
    this.api_key = key.key;
    this.scopes = key.scopes;
    this.expires_at = key.expiresAt;
    this.allowed_ips = key.allowedIps;
    this.created_by = key.createdBy;
    this.created_at = key.createdAt;
    this.last_used_at = key.lastUsedAt;
    this.previous_valid_until = key.previousUntil;
  }
}

/** A key with its secret. Only this answer shows the secret. */
export class IssuedApiKeyDto extends ApiKeyDto {
  @ApiProperty({ type: String, nullable: true, description: 'The secret half of a pair. Only this answer shows it' })
  readonly api_secret: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The whole bearer key. Only this answer shows it' })
  readonly token: string | null;

  constructor({ apiKey, secret }: IssuedApiKey) {
    super(apiKey);
    this.api_secret = apiKey.kind === 'pair' ? secret : null;
    this.token = apiKey.kind === 'bearer' ? secret : null;
  }
}

/** The body of POST /agents/{id}/api-keys. */
export class CreateApiKeyBody {
  @Field(name({ min: 1, max: 140 }), {
    example: 'nightly export',
    description: `Unique among the agent's keys; \`${DEFAULT_KEY_NAME}\` is the key that /api-key replaces and revokes`,
  })
  name!: string;

  @OptionalField(oneOf(API_KEY_KINDS), {
    description: '`pair` (the default): a key and a secret for `Basic` and `token`; `bearer`: one key `in-…`',
  })
  kind?: ApiKeyKind | null;

  @OptionalField(permissionNames(), {
    example: ['users:manage'],
    description:
      'The permissions that the key is limited to; its agent must hold them. If left out, the key may do all that its agent may, also what the agent gets later',
  })
  scopes?: string[] | null;

  @OptionalField(dateTime(), {
    example: '2099-12-31T23:59:59Z',
    description: 'When the key stops working; if left out: never',
  })
  expires_at?: Date | null;

  @OptionalField(listOf(text({ max: 100 }), { min: 1, max: MAX_RANGES }), {
    example: ['192.0.2.0/24', '2001:db8::/32'],
    description: 'The address ranges that the key may be used from; if left out: all addresses',
  })
  allowed_ips?: string[] | null;

  get input(): ApiKeyInput {
    return {
      name: this.name,
      kind: this.kind ?? 'pair',
      scopes: this.scopes ?? null,
      expiresAt: this.expires_at ?? null,
      allowedIps: this.allowed_ips ?? null,
    };
  }
}

/** The body of POST /agents/{id}/api-keys/{key_id}/rotate. */
export class RotateApiKeyBody {
  @OptionalField(wholeNumber({ min: 0, max: MAX_OVERLAP_SECONDS }), {
    description: `How many seconds the current secret stays valid; 0 ends it at once; the default is ${DEFAULT_OVERLAP_SECONDS}`,
    example: 3_600,
  })
  overlap_seconds?: number | null;

  get overlapSeconds(): number {
    return this.overlap_seconds ?? DEFAULT_OVERLAP_SECONDS;
  }
}
