import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A file in the storage that no row names: not yet, or no longer. */
@Entity('unnamed_files')
export class UnnamedFileEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'unnamed_files_pkey' })
  name!: string;

  @Index('unnamed_files_age')
  @Column({ type: 'timestamptz', default: () => 'now()' })
  since!: Date;

  /** It is being deleted, and so nothing may name it any more. */
  @Column({ type: 'boolean', default: false })
  doomed!: boolean;
}
