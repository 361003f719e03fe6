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

  /** The role, which nobody else can change or hand out before the transaction ends. */
  async lockById(manager: EntityManager, id: number): Promise<RoleEntity | null> {
    return manager.findOne(RoleEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** The roles of these names, by their keys, whose permissions nobody can change before the transaction ends. */
  async lockByNameKeys(manager: EntityManager, keys: readonly string[]): Promise<RoleEntity[]> {
    return manager
      .createQueryBuilder(RoleEntity, 'role')
      .where('role.nameKey = ANY (:keys)', { keys })
      .orderBy('role.id')
      .setLock('pessimistic_read')
      .getMany();
  }

  /** The role, whose permissions nobody can change before the transaction ends. */
  async lockByUuid(manager: EntityManager, uuid: string): Promise<RoleEntity | null> {
    return manager.findOne(RoleEntity, { where: { uuid }, lock: { mode: 'pessimistic_read' } });
  }

  async lockBuiltIn(manager: EntityManager, builtIn: 'admin' | 'agent'): Promise<RoleEntity> {
    return manager.findOneOrFail(RoleEntity, { where: { builtIn }, lock: { mode: 'pessimistic_read' } });
  }

  async insert(manager: EntityManager, role: Omit<RoleEntity, 'id' | 'permissions'>): Promise<RoleEntity> {
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
