import { BlockList, isIP } from 'node:net';

import { invalidField } from '@rollcall/kernel';

interface Range {
  readonly network: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/**
 * Checks a list of ranges of IPv4 or IPv6 addresses in CIDR notation (RFC 4632, RFC 4291).
 * @throws DomainError `invalid_input` naming the field if a range is invalid or the list is empty
 */
export function assertAddressRanges(field: string, ranges: readonly string[]): void {
  if (ranges.length === 0)
    throw invalidField(field, `${field} must name at least one range; leave it out to allow every address`);
  const wrong = ranges.filter((range) => !parseRange(range));
  if (wrong.length > 0)
    throw invalidField(
      field,
      `${field}: ${wrong.map((range) => `"${range}"`).join(', ')} is not a range; write 192.0.2.0/24 or 2001:db8::/32, or use /32 or /128 for a single address`,
    );
}

/**
 * Whether the address is in one of the ranges. `::ffff:192.0.2.1` is the IPv4 address 192.0.2.1. The deprecated form
 * `::192.0.2.1` is not (RFC 4291, section 2.5.5.1); `ipaddr.js` does not make this difference, Node does.
 */
export function isWithin(ranges: readonly string[], address: string | null): boolean {
  const [bare = ''] = (address ?? '').split('%', 1);
  const allowed = new BlockList();
  for (const { network, prefix, family } of ranges.flatMap((range) => parseRange(range) ?? []))
    allowed.addSubnet(network, prefix, family);
  return allowed.check(bare, familyOf(bare));
}

function parseRange(text: string): Range | null {
  const [, network = '', digits] = /^([\da-f:.]+)\/(\d{1,3})$/i.exec(text) ?? [];
  const prefix = Number(digits);
  const family = familyOf(network);
  return isIP(network) && prefix <= (family === 'ipv4' ? 32 : 128) ? { network, prefix, family } : null;
}

function familyOf(address: string): Range['family'] {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
