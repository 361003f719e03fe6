import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The billing state of one agent. */
@Entity('billing_accounts')
@Index('billing_accounts_by_plan', ['activeBillingPlanId', 'agentId'])
@Index('billing_accounts_by_status', ['stripeSubscriptionStatus', 'agentId'])
@Index('billing_accounts_problems', ['agentId'], { where: '(stripe_problem IS NOT NULL)' })
export class BillingAccountEntity {
  @PrimaryColumn({ name: 'agent_id', type: 'bigint', primaryKeyConstraintName: 'billing_accounts_pkey' })
  agentId!: number;

  @Column({ name: 'active_billing_plan_id', type: 'uuid', nullable: true })
  activeBillingPlanId!: string | null;

  /** Takes the place of the active plan when the next cycle begins. */
  @Index('billing_accounts_next')
  @Column({ name: 'next_billing_plan_id', type: 'uuid', nullable: true })
  nextBillingPlanId!: string | null;

  @Index('billing_accounts_customer')
  @Column({ name: 'stripe_customer_id', type: 'text', nullable: true })
  stripeCustomerId!: string | null;

  @Column({ name: 'stripe_subscription_id', type: 'text', nullable: true })
  stripeSubscriptionId!: string | null;

  @Column({ name: 'stripe_subscription_status', type: 'text', nullable: true })
  stripeSubscriptionStatus!: string | null;

  @Column({ name: 'stripe_has_payment_method', type: 'boolean', nullable: true, default: false })
  stripeHasPaymentMethod!: boolean | null;

  @Column({ name: 'is_trial', type: 'boolean', nullable: true, default: false })
  isTrial!: boolean | null;

  @Column({ name: 'used_trial', type: 'boolean', nullable: true, default: false })
  usedTrial!: boolean | null;

  @Column({ name: 'is_paying', type: 'boolean', nullable: true, default: false })
  isPaying!: boolean | null;

  @Column({ name: 'stripe_last_payment_date', type: 'timestamptz', precision: 3, nullable: true })
  stripeLastPaymentDate!: Date | null;

  @Column({ name: 'billing_updated_at', type: 'timestamptz', precision: 3, nullable: true })
  billingUpdatedAt!: Date | null;

  @Column({ name: 'last_credits_refresh', type: 'timestamptz', precision: 3, nullable: true })
  lastCreditsRefresh!: Date | null;

  @Index('billing_accounts_due', { where: '(active_billing_plan_id IS NOT NULL)' })
  @Column({ name: 'next_credits_refresh', type: 'timestamptz', precision: 3, nullable: true })
  nextCreditsRefresh!: Date | null;

  /**
   * The date whose anniversaries begin the cycles; it keeps the day that a short month cannot. Null while a subscription gives
   * the plan and its cycles.
   */
  @Column({ name: 'billing_anchor', type: 'timestamptz', precision: 3, nullable: true })
  billingAnchor!: Date | null;

  /** Counts the reasons to look at Stripe; each change that Stripe may know of or should know is one. */
  @Column({ name: 'stripe_sync_requests', type: 'bigint', default: 0 })
  stripeSyncRequests!: number;

  /** What the count was when the look began whose result is stored: a look that began earlier knows less. */
  @Column({ name: 'stripe_synced_requests', type: 'bigint', default: 0 })
  stripeSyncedRequests!: number;

  @Column({ name: 'stripe_synced_at', type: 'timestamptz', precision: 3, nullable: true })
  stripeSyncedAt!: Date | null;

  /** When reconciliation looks at Stripe if nothing else did before; null for never again. */
  @Index('billing_accounts_check')
  @Column({ name: 'stripe_check_at', type: 'timestamptz', precision: 3, nullable: true, default: () => 'now()' })
  stripeCheckAt!: Date | null;

  /**
   * The plan that was chosen here and that Stripe does not bill yet; null when there is none. The column still has
   * its first name.
   */
  @Column({ name: 'stripe_plan_wanted', type: 'uuid', nullable: true })
  stripeRequestedPlanId!: string | null;

  /** The customer about which Stripe was asked with success last. */
  @Column({ name: 'stripe_synced_customer_id', type: 'text', nullable: true })
  stripeSyncedCustomerId!: string | null;

  /** Why no plan follows from what Stripe says, as a sentence; null where one does, or none should. */
  @Column({ name: 'stripe_problem', type: 'text', nullable: true })
  stripeProblem!: string | null;

  /**
   * Until when somebody has the lease to push this account to Stripe; null when nobody does. The column has the name that it
   * had first.
   */
  @Column({ name: 'stripe_told_until', type: 'timestamptz', precision: 3, nullable: true })
  stripePushLeasedUntil!: Date | null;
}
