import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const AVAILABILITY_STATUSES = ['online', 'away', 'away_manual', 'offline', 'away_and_reassigning'] as const;
export type AvailabilityStatus = (typeof AVAILABILITY_STATUSES)[number];

/** A person or program that answers. A deleted agent keeps its row, and its e-mail is free again. */
@Entity('agents')
@Index('agents_listed', { synchronize: false })
@Index('agents_listed_by_enabled', { synchronize: false })
@Index('agents_listed_by_availability', { synchronize: false })
@Index('agents_listed_by_name', { synchronize: false })
@Index('agents_oldest', { synchronize: false })
@Index('agents_search', { synchronize: false })
export class AgentEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'agents_pkey' })
  id!: number;

  @Index('agents_uuid_unique', { unique: true })
  @Column({ type: 'uuid' })
  uuid!: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  @Column({ name: 'deleted_at', type: 'timestamptz', precision: 3, nullable: true })
  deletedAt!: Date | null;

  @Column({ name: 'first_name', type: 'text' })
  firstName!: string;

  @Column({ name: 'last_name', type: 'text' })
  lastName!: string;

  /** In its normal form. */
  @Column({ type: 'text', nullable: true })
  email!: string | null;

  /** Equal for addresses of the same mailbox, see `emailKey`. Unique among agents that are not deleted. */
  @Index('agents_email_unique', { unique: true, where: '(deleted_at IS NULL)' })
  @Column({ name: 'email_key', type: 'text', nullable: true, select: false })
  emailKey!: string | null;

  @Column({ type: 'boolean' })
  enabled!: boolean;

  @Column({ name: 'availability_status', type: 'text' })
  availabilityStatus!: AvailabilityStatus;

  @Column({ name: 'phone_number_calling_code', type: 'text', nullable: true })
  phoneNumberCallingCode!: string | null;

  @Column({ name: 'phone_number', type: 'text', nullable: true })
  phoneNumber!: string | null;

  @Column({ name: 'phone_number_country_code', type: 'text', nullable: true })
  phoneNumberCountryCode!: string | null;

  /** As it was sent; the three fields above are what it parses into, if it does. */
  @Column({ type: 'text', nullable: true })
  phone!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  birthdate!: Date | null;

  @Column({ type: 'text', nullable: true })
  state!: string | null;

  @Column({ type: 'text', nullable: true })
  country!: string | null;

  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ name: 'is_enterprise', type: 'boolean', nullable: true, default: false })
  isEnterprise!: boolean | null;

  @Column({ name: 'avatar_url', type: 'text', nullable: true })
  avatarUrl!: string | null;

  @Column({ name: 'external_user_id', type: 'text', nullable: true })
  externalUserId!: string | null;

  @Index('agents_present', { where: "(availability_status = ANY (ARRAY['online'::text, 'away'::text]))" })
  @Column({ name: 'last_active_at', type: 'timestamptz', precision: 3, nullable: true })
  lastActiveAt!: Date | null;

  @Column({ name: 'last_login_at', type: 'timestamptz', precision: 3, nullable: true })
  lastLoginAt!: Date | null;

  @Column({ name: 'custom_attributes', type: 'jsonb', default: () => "'{}'" })
  customAttributes!: object;

  /** Argon2id in PHC string format; null until the agent has set a password. */
  @Column({ name: 'password_hash', type: 'text', nullable: true, select: false })
  passwordHash!: string | null;

  /** The one agent that exists from the first start. */
  @Index('agents_system_unique', { unique: true, where: 'is_system' })
  @Column({ name: 'is_system', type: 'boolean', default: false })
  isSystem!: boolean;

  /** A program's own agent: it has keys, neither e-mail nor password, and lists of its own. */
  @Column({ name: 'is_service', type: 'boolean', default: false })
  isService!: boolean;
}
