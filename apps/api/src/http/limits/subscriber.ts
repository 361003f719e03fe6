import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';

/** Four of the eight groups of an IPv6 address: a /64. */
const NETWORK_GROUPS = 4;

/**
 * The part of a request's address that identifies one subscriber; a port is ignored. It is the IPv4 address, also if
 * that is written in one of its IPv6 forms, or the first 64 bits of an IPv6 address, since a subscriber gets at least a
 * /64 (RFC 6177). All texts that are not addresses count as one subscriber.
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
