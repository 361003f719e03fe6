import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says up to which position of the feed events were given to webhooks. */
@Entity('webhook_dispatch')
export class WebhookDispatchEntity {
  @PrimaryColumn({
    name: 'only_one',
    type: 'boolean',
    default: true,
    primaryKeyConstraintName: 'webhook_dispatch_pkey',
  })
  onlyOne!: boolean;

  @Column({ type: 'bigint' })
  position!: number;
}
