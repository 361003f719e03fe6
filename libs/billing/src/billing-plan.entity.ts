import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What an agent's owner pays for: allowances, features, and the credits granted each cycle. */
@Entity('billing_plans')
export class BillingPlanEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'billing_plans_pkey' })
  id!: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ name: 'bots_count', type: 'integer' })
  botsCount!: number;

  @Column({ name: 'queries_count', type: 'integer' })
  queriesCount!: number;

  @Column({ name: 'words_count', type: 'integer' })
  wordsCount!: number;

  @Column({ name: 'voice_seconds', type: 'integer' })
  voiceSeconds!: number;

  @Column({ name: 'premium_support', type: 'boolean' })
  premiumSupport!: boolean;

  /** True for one plan at any time, once there is one. */
  @Index('billing_plans_default_unique', { unique: true, where: 'default_plan' })
  @Column({ name: 'default_plan', type: 'boolean' })
  defaultPlan!: boolean;

  @Column({ name: 'remove_branding', type: 'boolean' })
  removeBranding!: boolean;

  @Column({ name: 'advanced_intents', type: 'boolean' })
  advancedIntents!: boolean;

  @Column({ name: 'auto_intents', type: 'boolean' })
  autoIntents!: boolean;

  @Column({ name: 'billing_plan_group', type: 'text', nullable: true })
  billingPlanGroup!: string | null;

  /** Name of a credit → whole number granted each cycle. */
  @Column({ type: 'jsonb' })
  credits!: Record<string, number>;

  @Column({ type: 'jsonb' })
  attributes!: object;

  /** The lookup key of the Stripe price, by which a subscription names the plan. */
  @Index('billing_plans_lookup_key_unique', { unique: true })
  @Column({ name: 'plan_lookup_key', type: 'text', nullable: true })
  planLookupKey!: string | null;
}
