import { describe, expect, it } from '@jest/globals';
import { RoleEntity } from '@rollcall/roles';

import { chooseRoles, newRoleOf } from './role-choice.js';

const role = (name: string, builtIn: RoleEntity['builtIn'] = null): RoleEntity =>
  Object.assign(new RoleEntity(), { id: name.length, uuid: `uuid of ${name}`, name, builtIn, listedPermissions: [] });

const ADMIN = role('Admin', 'admin');
const AGENT = role('Agent', 'agent');
const LEAD = role('Lead');
const NIGHT = role('Night');
const ALL = [ADMIN, AGENT, LEAD, NIGHT];

describe('the roles that a choice by uuid stands for', () => {
  it.each<[string, RoleEntity[], RoleEntity | null, boolean | undefined, RoleEntity[]]>([
    ['Agent, for who has none and is given none', [], null, undefined, [AGENT]],
    ['what is held, when nothing is chosen', [LEAD, NIGHT], null, undefined, [LEAD, NIGHT]],
    ['what is held, when one of it is chosen', [LEAD, NIGHT], LEAD, undefined, [LEAD, NIGHT]],
    ['another in place of what is held', [LEAD], NIGHT, undefined, [NIGHT]],
    ['another beside Admin, which stays', [ADMIN, LEAD], NIGHT, undefined, [ADMIN, NIGHT]],
    ['Admin beside what is held', [LEAD], null, true, [ADMIN, LEAD]],
    ['what is held without Admin', [ADMIN, LEAD], null, false, [LEAD]],
    ['Agent, when nothing is left', [ADMIN], null, false, [AGENT]],
    ['Admin alone, when it is chosen', [LEAD], ADMIN, undefined, [ADMIN]],
    ['Agent, when Admin is chosen and refused at once', [LEAD], ADMIN, false, [AGENT]],
  ])('are %s', (_what, held, chosen, superuser, expected) => {
    const choice = { uuid: chosen?.uuid ?? null, superuser };
    expect(chooseRoles(ALL, choice, held)).toEqual(expected);
    const isNew = chosen !== null && !held.includes(chosen);
    expect(newRoleOf(choice, held)).toBe(isNew ? chosen.uuid : undefined);
  });
});
