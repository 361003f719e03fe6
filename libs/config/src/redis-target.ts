/** A Redis or Valkey server, cluster or sentinel group. */
export type RedisTarget =
  | { readonly kind: 'single'; readonly url: string }
  | { readonly kind: 'cluster'; readonly nodes: readonly RedisNode[]; readonly access: RedisAccess }
  | {
      readonly kind: 'sentinel';
      readonly sentinels: readonly RedisNode[];
      readonly master: string;
      readonly access: RedisAccess;
    };

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisAccess {
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly tls: boolean;
}

const FORMS =
  'redis://host:6379, rediss://host:6379, redis+cluster://host1:6379,host2:6379 or redis+sentinel://host1:26379,host2:26379/master-name (rediss+… for TLS)';

const LIST_URL = /^(redis|rediss)\+(cluster|sentinel):\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/]+)(?:\/(.+))?$/;

/**
 * Reads `REDIS_URL`. A single server uses the registered `redis` and `rediss` schemes; a cluster or a sentinel group
 * lists its nodes behind `redis+cluster://` or `redis+sentinel://`, the latter with the master's name as path.
 * @throws Error naming the accepted forms
 */
export function parseRedisUrl(url: string): RedisTarget {
  const list = LIST_URL.exec(url);
  if (list) {
    const [, scheme, kind, username, password, hosts = '', master] = list;
    const nodes = hosts.split(',').map((host) => parseNode(host, kind === 'cluster' ? 6379 : 26379));
    const access = {
      username: username ? decodeURIComponent(username) : undefined,
      password: password ? decodeURIComponent(password) : undefined,
      tls: scheme === 'rediss',
    };
    if (kind === 'cluster') return { kind, nodes, access };
    if (!master) throw new Error(`a sentinel group needs its master's name as path: ${FORMS}`);
    return { kind: 'sentinel', sentinels: nodes, master, access };
  }
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) throw new Error(`use one of ${FORMS}`);
  return { kind: 'single', url };
}

function parseNode(text: string, defaultPort: number): RedisNode {
  const url = `redis://${text}`;
  if (!URL.canParse(url) || !new URL(url).hostname) throw new Error(`use one of ${FORMS}`);
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port ? Number(port) : defaultPort };
}
