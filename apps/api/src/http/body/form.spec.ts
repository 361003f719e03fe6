import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { CreateAgentBody } from '../../helpdesk/agents/agent-body.dto.js';
import { RoleBody } from '../../helpdesk/roles/role.dto.js';
import { LoginBody } from '../../helpdesk/session/session.dto.js';
import { TeamBody } from '../../helpdesk/teams/team.dto.js';
import { isFormBody, readForm, typedFields } from './form.js';

describe('a form', () => {
  it('is read by its names: a text, or all texts of one that is there several times', () => {
    expect(readForm('a=1&b=x+y&a=2&c=&d&%C3%A9=%F0%9F%98%80&p=100%&__proto__=x')).toEqual(
      Object.fromEntries([
        ['a', ['1', '2']],
        ['b', 'x y'],
        ['c', ''],
        ['d', ''],
        ['é', '😀'],
        ['p', '100%'],
        ['__proto__', 'x'],
      ]),
    );
  });

  it('says what was put in, whatever it is', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }), (fields) => {
        expect(Object.entries(readForm(new URLSearchParams(fields).toString())).toSorted()).toEqual(fields.toSorted());
      }),
    );
  });

  it.each<[string, new () => object, string, object]>([
    ['a list of one', CreateAgentBody, 'roles=Agent&teams=Support', { roles: ['Agent'], teams: ['Support'] }],
    ['a list of several', CreateAgentBody, 'roles=Agent&roles=Admin', { roles: ['Agent', 'Admin'] }],
    ['a list of one in another class', RoleBody, 'permissions=users:manage', { permissions: ['users:manage'] }],
    ['booleans', CreateAgentBody, 'enabled=false&send_welcome_email=1', { enabled: false, send_welcome_email: true }],
    [
      'what is no boolean',
      CreateAgentBody,
      'enabled=on&send_welcome_email=',
      { enabled: 'on', send_welcome_email: '' },
    ],
    ['a name of every object', CreateAgentBody, 'enabled=constructor', { enabled: 'constructor' }],
    ['a whole number', TeamBody, 'max_auto_assigned_conversations=12', { max_auto_assigned_conversations: 12 }],
    [
      'what is no whole number',
      TeamBody,
      'sla_policy_id=1.5&business_hours_id=0x1',
      { sla_policy_id: '1.5', business_hours_id: '0x1' },
    ],
    ['digits that are a text', TeamBody, 'name=12&emoji=true', { name: '12', emoji: 'true' }],
    ['a text that is there twice', LoginBody, 'email=a@x.y&email=b@x.y', { email: ['a@x.y', 'b@x.y'] }],
    ['what the class does not know', LoginBody, 'admin=true', { admin: 'true' }],
  ])('gets the types that its class declares: %s', (_what, type, text, expected) => {
    expect(typedFields(readForm(text), type)).toEqual(expected);
  });

  it('is told from JSON, in which a text is a text', () => {
    expect(isFormBody(readForm('enabled=true'))).toBe(true);
    for (const other of [{ enabled: 'true' }, null, undefined, 'text', 5]) expect(isFormBody(other)).toBe(false);
  });
});
