import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** What an identity provider says of an agent beyond the agent's own fields. An agent that none has written has no row. */
@Entity('provisioned_agents')
@Unique('provisioned_agents_user_name_unique', ['userNameKey'])
@Index('provisioned_agents_emails', { synchronize: false })
export class ProvisionedAgentEntity {
  @PrimaryColumn({ name: 'agent_id', type: 'bigint', primaryKeyConstraintName: 'provisioned_agents_pkey' })
  agentId!: number;

  /** As it was sent. */
  @Column({ name: 'user_name', type: 'text' })
  userName!: string;

  /** Equal for names that count as the same; see `userNameKey`. */
  @Column({ name: 'user_name_key', type: 'text' })
  userNameKey!: string;

  /** As {@link StoredAttributes}. */
  @Column({ type: 'jsonb' })
  attributes!: object;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}
