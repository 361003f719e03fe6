import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { subscriberOf } from './subscriber.js';

/** The groups of an IPv6 address of which no part is an IPv4 one. */
const groups = (length: number) =>
  fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: length, maxLength: length });
const written = (parts: readonly number[]) => parts.map((part) => part.toString(16)).join(':');

describe('the subscriber behind an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:5678', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:80', '192.0.2.1'],
    ['::192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]:80', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['[::1]:80', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ...['', 'nonsense', '1', '0x7f.1', '192.0.2.01', '192.0.2.1:', '192.0.2.256', '[192.0.2.1', 'fe80', '1::2::3'].map(
      (text) => [text, 'no address'] as const,
    ),
  ])('"%s" is %s', (address, subscriber) => {
    expect(subscriberOf(address)).toBe(subscriber);
  });

  it('is the same for all addresses of one /64, and another for those of another', () => {
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), groups(4), (network, host, otherHost, otherNetwork) => {
        const one = subscriberOf(written([...network, ...host]));
        expect(subscriberOf(`[${written([...network, ...otherHost])}]:443`)).toBe(one);
        const isSame = written(network) === written(otherNetwork);
        expect(subscriberOf(written([...otherNetwork, ...host])) === one).toBe(isSame);
      }),
    );
  });

  it('is an IPv4 address, however that is written', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(65_535), (address, port) => {
        for (const form of [address, `${address}:${port}`, `::ffff:${address}`, `[::ffff:${address}]:${port}`])
          expect(subscriberOf(form)).toBe(address);
      }),
    );
  });

  it('is there for every address', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        expect(subscriberOf(address)).toMatch(/^[\d.]+$|^[\da-f:]+::\/64$/);
      }),
    );
  });

  it('is one whatever the text, and not more than one for all that are no addresses', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(subscriberOf(`x${text}`)).toBe('no address');
      }),
    );
  });
});
