import { type LookupAddress, type LookupAllOptions, lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';

import { buildConnector } from 'undici';

import { isPublicAddress, literalAddress } from './public-address.js';

/** The server may not be reached, because of where it is. */
class ForbiddenAddress extends Error {
  constructor(address: string, setting: string) {
    super(`${address} is not an address of the public internet; ${setting} allows others`);
  }
}

type Connector = ReturnType<typeof buildConnector>;
type Resolve = (
  name: string,
  options: LookupAllOptions,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A connector that reaches public addresses alone: it looks at the address in the URL, at each one that a name resolves to at the
 * moment of connecting, and at the one that it is connected to. `setting` is the one that allows other addresses; errors name it.
 */
export function publicConnector(timeoutMs: number, setting: string, resolve: Resolve = lookUp): Connector {
  const lookup: LookupFunction = (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = error ? [] : addresses;
      const forbidden = error ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
      if (error) done(error, '', 0);
      else if (forbidden || !first) done(new ForbiddenAddress(forbidden?.address ?? hostname, setting), '', 0);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ timeout: timeoutMs, lookup });
  return (options, done) => {
    const address = literalAddress(options.hostname);
    if (address !== null && !isPublicAddress(address)) {
      done(new ForbiddenAddress(address, setting), null);
      return;
    }
    connect(options, (error, socket) => {
      if (error) {
        done(error, null);
        return;
      }
      if (socket.remoteAddress !== undefined && isPublicAddress(socket.remoteAddress)) {
        done(null, socket);
        return;
      }
      socket.destroy();
      done(new ForbiddenAddress(socket.remoteAddress ?? options.hostname, setting), null);
    });
  };
}
