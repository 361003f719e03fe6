import { describe, expect, it } from '@jest/globals';

import { fieldChanges } from './changes.js';

describe('before and after', () => {
  it('are the texts of each field that has changed', () => {
    const changes = {
      first_name: { before: 'Ada', after: 'Augusta' },
      enabled: { before: true, after: false },
      last_name: { before: '', after: null },
      limits: { before: null, after: { scopes: ['users:manage'] } },
    };
    expect(fieldChanges(changes)).toEqual([
      { field: 'first_name', before: 'Ada', after: 'Augusta' },
      { field: 'enabled', before: 'true', after: 'false' },
      { field: 'last_name', before: '–', after: '–' },
      { field: 'limits', before: '–', after: '{"scopes":["users:manage"]}' },
    ]);
  });

  it('have of two lists only what was taken away and what was added', () => {
    expect(fieldChanges({ roles: { before: ['Agent', 'Lead'], after: ['Agent', 'Admin', 'Boss'] } })).toEqual([
      { field: 'roles', before: 'Lead', after: 'Admin, Boss' },
    ]);
  });

  it('are none of an entry that is not about fields', () => {
    expect(fieldChanges(null)).toEqual([]);
    expect(fieldChanges({})).toEqual([]);
  });
});
