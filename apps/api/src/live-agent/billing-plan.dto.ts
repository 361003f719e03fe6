import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import type { Agency, BillingPlanInput, BillingPlanWithUsers } from '@rollcall/billing';
import { IsBoolean, IsObject, IsOptional, IsString, ValidateBy } from 'class-validator';

import { IsName } from '../http/is-name.js';
import { TextLength } from '../http/text-length.js';
import { given } from './given.js';
import { FiniteNumbers, JsonSize, MAX_JSON_BYTES } from './json-size.js';
import { Count, OptionalText } from './optional-fields.js';

/** The one agency of an installation. */
export class AgencyDto {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;
  @ApiProperty({ example: 'Rollcall' })
  readonly name: string;
  @ApiProperty({ enum: ['custom', 'stripe'], description: '`custom`: nobody is charged' })
  readonly billing_method: 'custom' | 'stripe';

  constructor({ id, name, billingMethod }: Agency) {
    this.id = id;
    this.name = name;
    this.billing_method = billingMethod;
  }
}

const jsonSize = 'At most 16 KiB as JSON, with all digits of its numbers';

const count = { type: 'integer', minimum: 0, example: 10 } as const;

/** A billing plan. */
export class BillingPlanDto {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;
  @ApiProperty({ example: 'Starter' })
  readonly name: string;
  @ApiProperty({ example: 'For small teams' })
  readonly description: string;
  @ApiProperty(count)
  readonly bots_count: number;
  @ApiProperty(count)
  readonly queries_count: number;
  @ApiProperty(count)
  readonly words_count: number;
  @ApiProperty(count)
  readonly voice_seconds: number;
  @ApiProperty()
  readonly premium_support: boolean;
  @ApiProperty()
  readonly default_plan: boolean;
  @ApiProperty()
  readonly remove_branding: boolean;
  @ApiProperty()
  readonly advanced_intents: boolean;
  @ApiProperty()
  readonly auto_intents: boolean;
  @ApiProperty({ type: String, nullable: true })
  readonly billing_plan_group: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { messages: 1000 } })
  readonly credits: Record<string, number>;
  @ApiProperty({ type: 'object', additionalProperties: true, example: {} })
  readonly attributes: object;
  @ApiProperty({ format: 'uuid' })
  readonly agency_id: string;
  @ApiProperty({ type: String, nullable: true, description: "The Stripe price's lookup key" })
  readonly plan_lookup_key: string | null;
  @ApiProperty({ type: 'integer', example: 0 })
  readonly user_count: number;

  constructor({ plan, userCount }: BillingPlanWithUsers, agencyId: string) {
    this.id = plan.id;
    this.name = plan.name;
    this.description = plan.description;
    this.bots_count = plan.botsCount;
    this.queries_count = plan.queriesCount;
    this.words_count = plan.wordsCount;
    this.voice_seconds = plan.voiceSeconds;
    this.premium_support = plan.premiumSupport;
    this.default_plan = plan.defaultPlan;
    this.remove_branding = plan.removeBranding;
    this.advanced_intents = plan.advancedIntents;
    this.auto_intents = plan.autoIntents;
    this.billing_plan_group = plan.billingPlanGroup;
    this.credits = plan.credits;
    this.attributes = plan.attributes;
    this.agency_id = agencyId;
    this.plan_lookup_key = plan.planLookupKey;
    this.user_count = userCount;
  }
}

/** Credit names with whole numbers from 0. */
const IsCredits = () =>
  ValidateBy({
    name: 'isCredits',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((amount) => Number.isSafeInteger(amount) && Number(amount) >= 0),
      defaultMessage: () => 'credits must be an object of whole numbers from 0',
    },
  });

const OptionalBoolean = (): PropertyDecorator => (target, property) => {
  ApiPropertyOptional({ type: Boolean, default: false })(target, property);
  IsOptional()(target, property);
  IsBoolean()(target, property);
};

/** The body of POST …/billing_plan. */
export class BillingPlanBody {
  @ApiProperty({ minLength: 1, maxLength: 140, example: 'Starter' })
  @IsName(1, 140)
  name!: string;

  @ApiProperty({ maxLength: 1000, example: 'For small teams' })
  @IsString()
  @TextLength(0, 1_000)
  description!: string;

  @ApiProperty(count)
  @Count()
  bots_count!: number;

  @ApiProperty(count)
  @Count()
  queries_count!: number;

  @ApiProperty(count)
  @Count()
  words_count!: number;

  @ApiProperty(count)
  @Count()
  voice_seconds!: number;

  @ApiProperty()
  @IsBoolean()
  premium_support!: boolean;

  @OptionalBoolean()
  default_plan?: boolean | null;

  @OptionalBoolean()
  remove_branding?: boolean | null;

  @OptionalBoolean()
  advanced_intents?: boolean | null;

  @OptionalBoolean()
  auto_intents?: boolean | null;

  @OptionalText()
  billing_plan_group?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: jsonSize,
    example: { messages: 1000 },
  })
  @IsOptional()
  @IsCredits()
  @JsonSize(MAX_JSON_BYTES)
  credits?: Record<string, number> | null;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: jsonSize, example: {} })
  @IsOptional()
  @IsObject()
  @FiniteNumbers()
  @JsonSize(MAX_JSON_BYTES)
  attributes?: object | null;

  @OptionalText()
  plan_lookup_key?: string | null;
}

/** The body of PUT …/{billing_plan_id}: any of the fields. */
export class BillingPlanChanges extends PartialType(BillingPlanBody, { skipNullProperties: false }) {}

/** The fields of a plan that a body sets; null stands for the default. */
export function planChanges(body: BillingPlanChanges): Partial<BillingPlanInput> {
  return given({
    name: body.name,
    description: body.description,
    botsCount: body.bots_count,
    queriesCount: body.queries_count,
    wordsCount: body.words_count,
    voiceSeconds: body.voice_seconds,
    premiumSupport: body.premium_support,
    defaultPlan: body.default_plan ?? undefined,
    removeBranding: body.remove_branding ?? undefined,
    advancedIntents: body.advanced_intents ?? undefined,
    autoIntents: body.auto_intents ?? undefined,
    billingPlanGroup: body.billing_plan_group,
    credits: body.credits ?? undefined,
    attributes: body.attributes ?? undefined,
    planLookupKey: body.plan_lookup_key === '' ? null : body.plan_lookup_key,
  });
}
