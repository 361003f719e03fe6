import { Entity, PrimaryColumn } from 'typeorm';

/** A code that stands in for a second factor once, for somebody who has lost it. Only its hash is stored. */
@Entity('recovery_codes')
export class RecoveryCodeEntity {
  @PrimaryColumn({ name: 'agent_id', type: 'bigint', primaryKeyConstraintName: 'recovery_codes_pkey' })
  agentId!: number;

  @PrimaryColumn({ name: 'code_hash', type: 'bytea', primaryKeyConstraintName: 'recovery_codes_pkey' })
  codeHash!: Buffer;
}
