import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The id by which the owner of a key knows an agent. */
@Entity('agent_external_ids')
@Unique('agent_external_ids_unique', ['ownerId', 'externalId'])
export class AgentExternalIdEntity {
  @PrimaryColumn({ name: 'agent_id', type: 'bigint', primaryKeyConstraintName: 'agent_external_ids_pkey' })
  agentId!: number;

  @PrimaryColumn({ name: 'owner_id', type: 'bigint', primaryKeyConstraintName: 'agent_external_ids_pkey' })
  ownerId!: number;

  @Column({ name: 'external_id', type: 'text' })
  externalId!: string;
}
