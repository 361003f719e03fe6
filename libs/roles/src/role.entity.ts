import { permissionsOf, type Permission } from '@rollcall/auth';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A named set of permissions. */
@Entity('roles')
export class RoleEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'roles_pkey' })
  id!: number;

  @Index('roles_uuid_unique', { unique: true })
  @Column({ type: 'uuid' })
  uuid!: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  @Column({ type: 'text' })
  name!: string;

  /** Equal for names that count as the same; see `nameKey`. */
  @Index('roles_name_unique', { unique: true })
  @Column({ name: 'name_key', type: 'text' })
  nameKey!: string;

  @Column({ type: 'text' })
  description!: string;

  /** The stored permissions. The built-in Admin stores none and has all. */
  @Column({ name: 'permissions', type: 'text', array: true })
  listedPermissions!: string[];

  @Index('roles_built_in_unique', { unique: true })
  @Column({ name: 'built_in', type: 'text', nullable: true })
  builtIn!: 'admin' | 'agent' | null;

  /** From when on its holders need a second factor; null if they need none. */
  @Column({ name: 'factor_needed_from', type: 'timestamptz', precision: 3, nullable: true })
  factorNeededFrom!: Date | null;

  /** Whether this is Admin, which has every permission. */
  get admin(): boolean {
    return this.builtIn === 'admin';
  }

  get permissions(): readonly Permission[] {
    return permissionsOf({ admin: this.admin, listed: this.listedPermissions });
  }
}
