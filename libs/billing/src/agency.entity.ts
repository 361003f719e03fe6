import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The one agency of an installation, under whose id clients address its billing plans. */
@Entity('agencies')
export class AgencyEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'agencies_pkey' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  /** Always true, and unique: there is no second row. */
  @Index('agencies_only_one_unique', { unique: true })
  @Column({ name: 'only_one', type: 'boolean', default: true, select: false })
  onlyOne!: boolean;
}
