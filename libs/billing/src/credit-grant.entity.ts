import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That the credits of a plan were granted for a cycle, whatever they were then: it happens once. */
@Entity('credit_grants')
export class CreditGrantEntity {
  @PrimaryColumn({ name: 'agent_id', type: 'bigint', primaryKeyConstraintName: 'credit_grants_pkey' })
  agentId!: number;

  @PrimaryColumn({ name: 'billing_plan_id', type: 'uuid', primaryKeyConstraintName: 'credit_grants_pkey' })
  billingPlanId!: string;

  /** When the cycle began. */
  @PrimaryColumn({ type: 'timestamptz', precision: 3, primaryKeyConstraintName: 'credit_grants_pkey' })
  cycle!: Date;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
