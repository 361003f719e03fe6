import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says which position was given last. Who gives positions locks it, so that they take turns. */
@Entity('event_feed')
export class EventFeedEntity {
  @PrimaryColumn({ name: 'only_one', type: 'boolean', default: true, primaryKeyConstraintName: 'event_feed_pkey' })
  onlyOne!: boolean;

  @Column({ name: 'last_position', type: 'bigint' })
  lastPosition!: number;
}
