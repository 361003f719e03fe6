import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { AgentDraft } from './agent-draft.js';
import { isSameDraft, mergeDraft } from './draft-merge.js';

const READ: AgentDraft = {
  first_name: 'Ada',
  last_name: '',
  email: 'ada@example.com',
  roles: ['Agent', 'Lead'],
  teams: [],
};

const drafts: fc.Arbitrary<AgentDraft> = fc.record({
  first_name: fc.constantFrom('Ada', 'Augusta', 'A.'),
  last_name: fc.constantFrom('', 'Lovelace', 'King'),
  email: fc.constantFrom('ada@example.com', 'a@example.com'),
  roles: fc.subarray(['Agent', 'Lead', 'Admin']),
  teams: fc.subarray(['Support', 'Billing']),
});

describe('a change of an agent that somebody else has changed meanwhile', () => {
  it('takes what others have changed, and keeps what was filled in', () => {
    const filledIn = { ...READ, last_name: 'Lovelace' };
    const now = { ...READ, email: 'countess@example.com', teams: ['Support'] };
    expect(mergeDraft(READ, filledIn, now)).toEqual({
      draft: { ...READ, last_name: 'Lovelace', email: 'countess@example.com', teams: ['Support'] },
      conflicts: [],
    });
  });

  it('names the fields that both have changed to something else', () => {
    const filledIn = { ...READ, last_name: 'Lovelace', roles: ['Agent'], teams: ['Support'] };
    const now = { ...READ, last_name: 'King', roles: ['Lead'], teams: ['Support'] };
    expect(mergeDraft(READ, filledIn, now).conflicts).toEqual(['last_name', 'roles']);
  });

  it('is no conflict when names come in another order', () => {
    expect(mergeDraft(READ, READ, { ...READ, roles: ['Lead', 'Agent'] }).conflicts).toEqual([]);
    expect(isSameDraft(READ, { ...READ, roles: ['Lead', 'Agent'] })).toBe(true);
  });

  it('loses nothing of anybody silently', () => {
    fc.assert(
      fc.property(drafts, drafts, drafts, (read, filledIn, now) => {
        const { draft, conflicts } = mergeDraft(read, filledIn, now);
        const fields = ['first_name', 'last_name', 'email', 'roles', 'teams'] as const;
        const lost = fields.filter((field) => {
          const isOf = (one: AgentDraft) => isSameDraft({ ...draft, [field]: one[field] }, draft);
          const isMine = !isSameDraft({ ...read, [field]: filledIn[field] }, read);
          const isTold = isOf(now) || conflicts.includes(field);
          return isMine
            ? !isOf(filledIn) || (!isTold && !isSameDraft({ ...read, [field]: now[field] }, read))
            : !isOf(now);
        });
        expect(lost).toEqual([]);
      }),
    );
  });
});
