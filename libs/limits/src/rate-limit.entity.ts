import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often something was done within a window, where there is no Redis to count it; written by rate-limiter-flexible. */
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
