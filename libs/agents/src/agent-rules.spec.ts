import { describe, expect, it } from '@jest/globals';
import { type Actor, type Permission, PERMISSIONS, UNLIMITED } from '@rollcall/auth';
import { actorWith } from '@rollcall/auth/testing';
import { DomainError, type ErrorCode } from '@rollcall/kernel';

import { newAgent } from './agent-fields.js';
import { type AgentProfile, type HeldRole, profileOf } from './agent-profile.js';
import {
  type AskedChange,
  assertMayChange,
  assertMayDelete,
  assertMayHandOut,
  assertSelfOrManager,
  type GrantedRole,
} from './agent-rules.js';

const NOW = new Date('2026-01-02T03:04:05Z');

const role = (name: string, ...permissions: Permission[]): GrantedRole & HeldRole => ({
  id: 1,
  uuid: `uuid of ${name}`,
  name,
  admin: false,
  permissions,
});
const ADMIN = { ...role('Admin', ...PERMISSIONS), admin: true };
const READER = role('Reader', 'messages:read');
const WRITER = role('Writer', 'messages:write');

const MANAGER = actorWith(['users:manage', 'messages:read']);
const ANY = actorWith(PERMISSIONS);
const OF_A_LIMITED_KEY = actorWith(PERMISSIONS, { agentId: 7, limits: { ...UNLIMITED, allowedIps: ['10.0.0.0/8'] } });

const agent = (more: Partial<AgentProfile> = {}, ...roles: HeldRole[]): AgentProfile => {
  const fields = { firstName: 'Ada', lastName: '', email: 'ada@example.com', enabled: true, passwordHash: null };
  const { shown } = newAgent(fields, NOW);
  return profileOf({ ...shown, roles, teams: [], apiKey: null, apiKeyLastUsedAt: null, id: 7, ...more });
};
const NOTHING: AskedChange = { roles: undefined, enabled: undefined, email: false, password: false };

const refusal = (work: () => void): ErrorCode | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('who may change what of an agent', () => {
  it.each<[string, Actor, AgentProfile, Partial<AskedChange>, ErrorCode | null]>([
    ['an agent who may do more, but not its way in', MANAGER, agent({}, ADMIN), {}, null],
    ['an agent who may do as much', MANAGER, agent({}, READER), { email: true, password: true }, null],
    ['the e-mail of one who may do more', MANAGER, agent({}, WRITER), { email: true }, 'escalation_refused'],
    ['the password of one who may do more', MANAGER, agent({}, WRITER), { password: true }, 'escalation_refused'],
    [
      'one who may do more, back to work',
      MANAGER,
      agent({ enabled: false }, WRITER),
      { enabled: true },
      'escalation_refused',
    ],
    ['one who may do more and is at work', MANAGER, agent({}, WRITER), { enabled: true }, null],
    ['one who may do more, to be disabled', MANAGER, agent({}, WRITER), { enabled: false }, null],
    ['a role that permits more', MANAGER, agent(), { roles: [READER, WRITER] }, 'escalation_refused'],
    ['a role that permits more and is held already', MANAGER, agent({}, WRITER), { roles: [WRITER, READER] }, null],
    ['a role that permits more, taken away', MANAGER, agent({}, WRITER), { roles: [READER] }, null],
    ['oneself, to be disabled', MANAGER, agent({ id: 1 }), { enabled: false }, 'agent_protected'],
    ['a service account, an e-mail', MANAGER, agent({ isService: true }), { email: true }, 'agent_protected'],
    ['a service account, a password', MANAGER, agent({ isService: true }), { password: true }, 'agent_protected'],
    ['a service account, a role', MANAGER, agent({ isService: true }), { roles: [READER] }, null],
    ['the System agent, to be disabled', ANY, agent({ isSystem: true }, ADMIN), { enabled: false }, 'agent_protected'],
    ['the System agent, without Admin', ANY, agent({ isSystem: true }, ADMIN), { roles: [READER] }, 'agent_protected'],
    ['the System agent, with Admin', ANY, agent({ isSystem: true }, ADMIN), { roles: [READER, ADMIN] }, null],
    ['its own password, by a key with limits', OF_A_LIMITED_KEY, agent(), { password: true }, 'escalation_refused'],
    ['its own name, by a key with limits', OF_A_LIMITED_KEY, agent(), {}, null],
    ['a password of somebody else, by a key with limits', OF_A_LIMITED_KEY, agent({ id: 8 }), { password: true }, null],
  ])('%s', (_what, who, whom, change, expected) => {
    expect(
      refusal(() => {
        assertMayChange(who, whom, { ...NOTHING, ...change });
      }),
    ).toBe(expected);
  });
});

describe('who may hand out roles', () => {
  it('is whoever may do all that they permit', () => {
    const handOut = (...roles: GrantedRole[]) =>
      refusal(() => {
        assertMayHandOut(MANAGER, roles);
      });
    expect(handOut()).toBeNull();
    expect(handOut(READER)).toBeNull();
    expect(handOut(READER, WRITER)).toBe('escalation_refused');
  });
});

describe('who may delete an agent', () => {
  it.each<[string, AgentProfile, ErrorCode | null]>([
    ['that is another', agent({}, ADMIN), null],
    ['that it is', agent({ id: 1 }), 'agent_protected'],
    ['that is the System agent', agent({ isSystem: true }), 'agent_protected'],
  ])('%s', (_what, whom, expected) => {
    expect(
      refusal(() => {
        assertMayDelete(MANAGER, whom);
      }),
    ).toBe(expected);
  });
});

const OTHERS = PERMISSIONS.filter((permission) => permission !== 'users:manage');

describe('an agent, as far as who asks is concerned,', () => {
  const change = (id: number | null, permissions: readonly Permission[]) => () => {
    assertSelfOrManager({ agentId: 7, permissions: new Set(permissions) }, id);
  };

  it('may be changed by itself, whatever it holds', () => {
    expect(change(7, [])).not.toThrow();
    expect(change(7, ['users:manage'])).not.toThrow();
  });

  it('may be changed by anybody with users:manage', () => {
    expect(change(8, ['users:manage'])).not.toThrow();
  });

  it.each([8, null])('may be changed by nobody else, and whether there is one is not told: %s', (id) => {
    expect(change(id, OTHERS)).toThrow(
      expect.objectContaining({ code: 'permission_missing', message: expect.stringContaining('users:manage') }),
    );
  });

  it('that does not exist is not refused to those who may change any', () => {
    expect(change(null, ['users:manage'])).not.toThrow();
  });
});
