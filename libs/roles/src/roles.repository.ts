import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { RoleEntity } from './role.entity.js';

/** Reads and writes `roles`. */
@Injectable()
export class RolesRepository {
  async list(manager: EntityManager): Promise<RoleEntity[]> {
    return manager.find(RoleEntity, { order: { updatedAt: 'DESC', id: 'DESC' } });
  }

  async findById(manager: EntityManager, id: number): Promise<RoleEntity | null> {
    return manager.findOneBy(RoleEntity, { id });
  }

  /** Finds a role and locks it: until the transaction ends, nobody else can change it or hand it out. */
  async lockById(manager: EntityManager, id: number): Promise<RoleEntity | null> {
    return manager.findOne(RoleEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** The roles with these names, compared by key. Their permissions cannot change before the transaction ends. */
  async lockByNameKeys(manager: EntityManager, keys: readonly string[]): Promise<RoleEntity[]> {
    return lockShared(manager, 'name_key = ANY ($1)', keys);
  }

  /** The roles with these uuids and the built-in roles, locked in the same way. */
  async lockByUuids(manager: EntityManager, uuids: readonly string[]): Promise<RoleEntity[]> {
    return lockShared(manager, 'uuid = ANY ($1::uuid[]) OR built_in IS NOT NULL', uuids);
  }

  async lockAdmin(manager: EntityManager): Promise<RoleEntity> {
    return manager.findOneOrFail(RoleEntity, { where: { builtIn: 'admin' }, lock: { mode: 'pessimistic_read' } });
  }

  async insert(manager: EntityManager, role: Omit<RoleEntity, 'id' | 'admin' | 'permissions'>): Promise<RoleEntity> {
    return manager.save(RoleEntity, manager.create(RoleEntity, role));
  }

  async save(manager: EntityManager, role: RoleEntity): Promise<RoleEntity> {
    return manager.save(RoleEntity, role);
  }

  /** Takes the role from every agent that has it and returns their ids. */
  async takeFromAll(manager: EntityManager, id: number): Promise<number[]> {
    const agents = await manager.query<{ id: number }[]>(
      `WITH taken AS (DELETE FROM agent_roles WHERE role_id = $1 RETURNING agent_id)
       SELECT agent_id AS id FROM taken ORDER BY agent_id`,
      [id],
    );
    return agents.map((agent) => agent.id);
  }

  async delete(manager: EntityManager, id: number): Promise<void> {
    await manager.delete(RoleEntity, { id });
  }
}

/** The roles that match a condition with one parameter, in the order of their names. */
async function lockShared(manager: EntityManager, condition: string, values: readonly string[]): Promise<RoleEntity[]> {
  const rows: Partial<RoleEntity>[] = await manager.query(
    `SELECT id, uuid, created_at AS "createdAt", updated_at AS "updatedAt", name, name_key AS "nameKey", description,
       permissions AS "listedPermissions", built_in AS "builtIn",
       factor_needed_from AS "factorNeededFrom"
     FROM roles WHERE ${condition} ORDER BY name FOR SHARE`,
    [values],
  );
  return rows.map((row) => Object.assign(new RoleEntity(), row));
}
