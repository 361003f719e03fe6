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

  /** By what names are the same; see `nameKey`. */
  @Index('roles_name_unique', { unique: true })
  @Column({ name: 'name_key', type: 'text' })
  nameKey!: string;

  @Column({ type: 'text' })
  description!: string;

  /** As listed; the built-in Admin lists none and has all. */
  @Column({ name: 'permissions', type: 'text', array: true })
  listedPermissions!: string[];

  @Index('roles_built_in_unique', { unique: true })
  @Column({ name: 'built_in', type: 'text', nullable: true })
  builtIn!: 'admin' | 'agent' | null;

  /** Whether it permits everything. */
  get admin(): boolean {
    return this.builtIn === 'admin';
  }

  get permissions(): readonly Permission[] {
    return permissionsOf({ admin: this.admin, listed: this.listedPermissions });
  }
}
