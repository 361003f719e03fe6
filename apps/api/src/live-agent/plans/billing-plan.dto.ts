import { ApiProperty, PartialType } from '@nestjs/swagger';
import type { Agency, BillingPlanInput, BillingPlanWithUsers } from '@rollcall/billing';

import { Field, OptionalField } from '../../http/input/field.js';
import { anyObject, flag, MAX_INTEGER, objectOf, text, name, wholeNumber } from '../../http/input/rules.js';
import { given } from '../given.js';

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

/** The size of each field of a plan that may contain any JSON. */
const MAX_JSON_BYTES = 16 * 1024;

/**
 * The largest amount of one credit that a plan grants for a cycle. JSON still represents the sum of nine thousand such
 * grants exactly.
 */
const MAX_CREDIT = 1_000_000_000_000;

const jsonSize = 'At most 16 KiB as JSON, with all digits of its numbers';

/** False when it is left out. */
const OptionalFlag = () => OptionalField(flag(), { description: 'False if left out' });

/** The amount of something in a plan. */
const Count = () => Field(wholeNumber({ min: 0, max: MAX_INTEGER }), { example: 10 });

/** The body of POST …/billing_plan. */
export class BillingPlanBody {
  @Field(name({ min: 1, max: 140 }), { example: 'Starter' })
  name!: string;

  @Field(text({ max: 1_000 }), { example: 'For small teams' })
  description!: string;

  @Count()
  bots_count!: number;

  @Count()
  queries_count!: number;

  @Count()
  words_count!: number;

  @Count()
  voice_seconds!: number;

  @Field(flag(), { example: false })
  premium_support!: boolean;

  @OptionalFlag()
  default_plan?: boolean | null;

  @OptionalFlag()
  remove_branding?: boolean | null;

  @OptionalFlag()
  advanced_intents?: boolean | null;

  @OptionalFlag()
  auto_intents?: boolean | null;

  @OptionalField(text({ max: 1_000 }))
  billing_plan_group?: string | null;

  @OptionalField(objectOf(wholeNumber({ min: 0, max: MAX_CREDIT }), MAX_JSON_BYTES), {
    description: jsonSize,
    example: { messages: 1000 },
  })
  credits?: Record<string, number> | null;

  @OptionalField(anyObject(MAX_JSON_BYTES), { description: jsonSize, example: {} })
  attributes?: object | null;

  @OptionalField(text({ max: 1_000 }))
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
