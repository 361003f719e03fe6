import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A count of uses within a window, where there is no Redis to count them. rate-limiter-flexible writes it. */
@Entity('rate_limits')
export class RateLimitEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'rate_limits_pkey' })
  key!: string;

  @Column({ type: 'integer', default: 0 })
  points!: number;

  /** When the window ends, in milliseconds since 1970. */
  @Column({ type: 'bigint', nullable: true })
  expire!: number | null;
}
