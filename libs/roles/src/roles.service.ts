import { Injectable } from '@nestjs/common';
import { ActivityLog, changesBetween, membersTold, onlyFields } from '@rollcall/activity';
import { type Actor, assertMayGrant, knownPermissions, type Permission } from '@rollcall/auth';
import { type Conflicts, type Transaction, Transactions } from '@rollcall/database';
import { DomainError, invalidField, nameKey, nameTaken } from '@rollcall/kernel';
import { v7 as uuidv7 } from 'uuid';

import { RoleEntity } from './role.entity.js';
import { RolesRepository } from './roles.repository.js';

/** The fields of a role. */
export interface RoleInput {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

/** Creates, changes and deletes roles. An actor adds only permissions to a role that it holds itself. */
@Injectable()
export class Roles {
  constructor(
    private readonly transactions: Transactions,
    private readonly roles: RolesRepository,
    private readonly activity: ActivityLog,
  ) {}

  async list(): Promise<RoleEntity[]> {
    return this.roles.list(this.transactions.reader);
  }

  /** @throws DomainError `role_not_found` */
  async get(id: number): Promise<RoleEntity> {
    return (await this.roles.findById(this.transactions.reader, id)) ?? roleNotFound(id);
  }

  /** @throws DomainError `invalid_input`, `escalation_refused`, `role_name_taken` */
  async create(actor: Actor, input: RoleInput): Promise<RoleEntity> {
    const permissions = knownPermissions('permissions', input.permissions);
    assertMayGrant(actor, permissions, `create the role "${input.name}"`);
    return this.transactions.runOr(conflicts(input.name), async (tx) => {
      const role = await this.roles.insert(tx.manager, {
        uuid: uuidv7(),
        createdAt: tx.now,
        updatedAt: tx.now,
        name: input.name,
        nameKey: nameKey(input.name),
        description: input.description,
        listedPermissions: permissions,
        builtIn: null,
        factorNeededFrom: null,
      });
      await this.activity.record(tx, actor, {
        type: 'role_created',
        description: `created role ${nameOf(role)}`,
        target: { type: 'role', id: role.id },
        changes: changesBetween(null, fieldsOf(role)),
      });
      return role;
    });
  }

  /**
   * Sets all fields of a role. The actor must hold the permissions that it adds.
   * @throws DomainError `invalid_input`, `escalation_refused`, `role_name_taken`, `role_not_found`, `role_protected`
   */
  async update(actor: Actor, id: number, input: RoleInput): Promise<RoleEntity> {
    const permissions = knownPermissions('permissions', input.permissions);
    return this.transactions.runOr(conflicts(input.name), async (tx) => {
      const role = (await this.roles.lockById(tx.manager, id)) ?? roleNotFound(id);
      if (role.builtIn === 'admin')
        throw new DomainError('role_protected', 'The role Admin has every permission and cannot be changed');
      const before = fieldsOf(role);
      const added = permissions.filter((permission) => !before.permissions.includes(permission));
      assertMayGrant(actor, added, `add permissions to the role "${role.name}"`);
      Object.assign(role, {
        updatedAt: tx.now,
        name: input.name,
        nameKey: nameKey(input.name),
        description: input.description,
        listedPermissions: permissions,
      });
      await this.roles.save(tx.manager, role);
      const target = { type: 'role', id } as const;
      const changes = changesBetween(before, fieldsOf(role));
      await this.activity.record(
        tx,
        actor,
        { type: 'role_updated', description: `updated role ${nameOf(role)}`, target, changes },
        ...('permissions' in changes
          ? [
              {
                type: 'agent_role_permissions_changed' as const,
                description: permissionsSentence(role, before.permissions),
                target,
                changes: onlyFields(changes, 'permissions'),
              },
            ]
          : []),
      );
      return role;
    });
  }

  /**
   * Says from when on the holders of a role, also of Admin, need a second factor; null for never. It decides how they sign in, so it
   * takes what they may do.
   * @throws DomainError `role_not_found`, `escalation_refused`
   */
  async needFactor(actor: Actor, id: number, from: Date | null): Promise<RoleEntity> {
    return this.transactions.run(async (tx) => {
      const role = (await this.roles.lockById(tx.manager, id)) ?? roleNotFound(id);
      assertMayGrant(actor, role.permissions, `decide how holders of the role "${role.name}" sign in`);
      const before = role.factorNeededFrom;
      await this.roles.save(tx.manager, Object.assign(role, { factorNeededFrom: from }));
      await this.activity.record(tx, actor, {
        type: 'role_updated',
        description: `${from ? 'asked' : 'no longer asks'} the holders of role ${nameOf(role)} for a second factor`,
        target: { type: 'role', id },
        changes: changesBetween({ factorNeededFrom: before }, { factorNeededFrom: from }),
      });
      return role;
    });
  }

  /**
   * Deletes a role and takes it from every agent that has it.
   * @throws DomainError `role_not_found`, `role_protected`
   */
  async delete(actor: Actor, id: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      const role = (await this.roles.lockById(tx.manager, id)) ?? roleNotFound(id);
      if (role.builtIn)
        throw new DomainError('role_protected', `The role ${role.name} is built in and cannot be deleted`);
      const members = await this.roles.takeFromAll(tx.manager, id);
      await this.roles.delete(tx.manager, id);
      await this.activity.record(tx, actor, {
        type: 'role_deleted',
        description: `deleted role ${nameOf(role)}`,
        target: { type: 'role', id },
        changes: changesBetween({ ...fieldsOf(role), ...membersTold(members) }, null),
      });
    });
  }

  /**
   * The roles with these names, in the order of the names. They cannot change until the transaction ends.
   * @throws DomainError `invalid_input` with each name that no role has
   */
  async resolve(tx: Transaction, names: readonly string[]): Promise<RoleEntity[]> {
    return (await this.resolver(tx, names))(names);
  }

  /**
   * {@link resolve} for many lists of names with one query: `names` are all names that the function will be asked for.
   */
  async resolver(tx: Transaction, names: readonly string[]): Promise<(names: readonly string[]) => RoleEntity[]> {
    const roles = await this.roles.lockByNameKeys(tx.manager, [...new Set(names.map(nameKey))]);
    const known = new Set(roles.map((role) => role.nameKey));
    return (asked) => {
      const keys = new Set(asked.map(nameKey));
      const unknown = asked.filter((name) => !known.has(nameKey(name)));
      if (unknown.length > 0)
        throw invalidField('roles', `roles: there is no role called ${unknown.map((name) => `"${name}"`).join(', ')}`);
      return roles.filter((role) => keys.has(role.nameKey));
    };
  }

  /**
   * The roles with these uuids and the two built-in roles, in the order of their names. They cannot change until the
   * transaction ends.
   * @throws DomainError `role_unknown`
   */
  async resolveUuids(tx: Transaction, uuids: readonly string[]): Promise<RoleEntity[]> {
    const roles = await this.roles.lockByUuids(tx.manager, uuids);
    if (!uuids.every((uuid) => roles.some((role) => role.uuid === uuid)))
      throw new DomainError('role_unknown', 'There is no such role', [
        { field: 'role_id', message: 'role_id: there is no such role' },
      ]);
    return roles;
  }

  /** The role Admin. It cannot change until the transaction ends. */
  async admin(tx: Transaction): Promise<RoleEntity> {
    return this.roles.lockAdmin(tx.manager);
  }
}

function nameOf({ name, id }: RoleEntity): string {
  return `${name} (#${id})`;
}

/** A sentence about the permissions that were added and removed, in the peer's words. */
function permissionsSentence(role: RoleEntity, before: readonly Permission[]): string {
  const added = role.permissions.filter((permission) => !before.includes(permission)).join(', ');
  const removed = before.filter((permission) => !role.permissions.includes(permission)).join(', ');
  if (!removed) return `added permission(s) ${added} to role ${nameOf(role)}`;
  if (!added) return `removed permission(s) ${removed} from role ${nameOf(role)}`;
  return `removed permission(s) ${removed} and added permission(s) ${added} to role ${nameOf(role)}`;
}

/** The fields of a role that the activity log records. */
function fieldsOf({ name, description, permissions }: RoleEntity): Pick<RoleEntity, keyof RoleInput> {
  return { name, description, permissions };
}

function conflicts(name: string): Conflicts {
  return { roles_name_unique: () => nameTaken('role', name) };
}

function roleNotFound(id: number): never {
  throw new DomainError('role_not_found', `There is no role ${id}`);
}
