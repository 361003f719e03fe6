import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';

/** Four of the eight groups of an IPv6 address: a /64. */
const NETWORK_GROUPS = 4;

/**
 * What one subscriber has of the address that a request came from, with or without a port behind it: an IPv4 address, also when it
 * is written in either of its IPv6 forms, or the first 64 bits of an IPv6 one, since a subscriber has at least those to itself
 * (RFC 6177). All that is no address is one subscriber.
 */
export function subscriberOf(address: string): string {
  const [, bracketed, beforePort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(address) ?? [];
  const [bare = ''] = (bracketed ?? beforePort ?? address).split('%', 1);
  if (!isIP(bare)) return 'no address';
  const parsed = ipaddr.process(bare);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const network = parsed.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}
