import ipaddr from 'ipaddr.js';

/** All that IANA has given to the public internet. `::7f00:1`, an old form of 127.0.0.1, is outside of it. */
const PUBLIC_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address is one of the public internet; IPv6 forms of IPv4 count as what they stand for. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(PUBLIC_IPV6));
}

/**
 * The address that stands in a URL in place of a name; null for a name. The URL parser has turned other forms of IPv4, such as
 * `2130706433` and `0x7f.1`, into the usual one (WHATWG URL).
 */
export function literalAddress(hostname: string): string | null {
  const address = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(address) ? address : null;
}
