import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { isPublicAddress, literalAddress } from './public-address.js';

const hostOf = (url: string) => literalAddress(new URL(url).hostname);

describe('the addresses of the public internet', () => {
  it.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://017700000001',
    'http://127.1',
    'http://0.0.0.0',
    'http://0',
    'http://[::]',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[::127.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://[2002:7f00:1::]',
    'http://[fe80::1]',
    'http://[fc00::1]',
    'http://10.0.0.1',
    'http://172.16.0.1',
    'http://192.168.1.1',
    'http://169.254.169.254',
    'http://100.64.0.1',
    'http://224.0.0.1',
    'http://255.255.255.255',
  ])('are not that of %s', (url) => {
    const address = hostOf(url);
    expect(address).not.toBeNull();
    expect(isPublicAddress(address ?? '')).toBe(false);
  });

  it.each(['http://1.1.1.1', 'http://[2606:4700::1111]', 'http://[::ffff:1.1.1.1]'])('are that of %s', (url) => {
    expect(isPublicAddress(hostOf(url) ?? '')).toBe(true);
  });

  it('are never those of private networks, in whatever form of IPv4 a URL has them', () => {
    const octet = fc.nat(255);
    const inPrivate = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127, 0), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    );
    fc.assert(
      fc.property(inPrivate, ([a, b, c, d]) => {
        const number = ((a * 256 + b) * 256 + c) * 256 + d;
        const forms = [
          `${a}.${b}.${c}.${d}`,
          String(number),
          `0x${number.toString(16)}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
        ];
        for (const form of forms) expect(isPublicAddress(hostOf(`http://${form}/`) ?? '')).toBe(false);
      }),
    );
  });

  it('are not known of a name before it is looked up', () => {
    expect(hostOf('http://localhost')).toBeNull();
  });
});
