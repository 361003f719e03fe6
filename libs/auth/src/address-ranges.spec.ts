import { describe, expect, it } from '@jest/globals';

import { assertAddressRanges, isWithin } from './address-ranges.js';

describe('address ranges', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.77/24', '192.0.2.1', true],
    ['192.0.2.1/32', '192.0.2.1', true],
    ['192.0.2.1/32', '192.0.2.2', false],
    ['192.0.2.0/24', '::ffff:192.0.2.1', true],
    ['192.0.2.0/24', '::ffff:c000:201', true],
    ['192.0.2.0/24', '::ffff:192.0.3.1', false],
    ['::ffff:192.0.2.0/120', '192.0.2.1', true],
    ['127.0.0.0/8', '::127.0.0.1', false],
    ['::127.0.0.1/128', '::127.0.0.1', true],
    ['::127.0.0.1/128', '127.0.0.1', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:DB8::/32', '2001:db9::1', false],
    ['2001:db8::/32', '192.0.2.1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['::1/128', '::1', true],
    ['::/0', 'nonsense', false],
    ['0.0.0.0/0', '', false],
    ['0.0.0.0/0', null, false],
  ])('%s and %s: %s', (range, address, expected) => {
    expect(() => {
      assertAddressRanges('allowed_ips', [range]);
    }).not.toThrow();
    expect(isWithin(['198.51.100.0/24', range], address)).toBe(expected);
  });

  it.each([
    ...['', '192.0.2.1', '192.0.2.0/', '192.0.2.0/33', '192.0.2.0/-1', '192.0.2.0/24/8', '192.0.2/24', ' 192.0.2.0/24'],
    ...['2001:db8::/129', '2001:db8::', 'fe80::1%eth0/64', 'localhost/8', '256.0.0.0/8', '192.0.2.0/1e1', '::/0x1'],
  ])('"%s" is none', (range) => {
    expect(() => {
      assertAddressRanges('allowed_ips', ['192.0.2.0/24', range]);
    }).toThrow(
      expect.objectContaining({ code: 'invalid_input', fields: [expect.objectContaining({ field: 'allowed_ips' })] }),
    );
  });
});
