import { createHash, timingSafeEqual } from 'node:crypto';

import type { NextFunction, Request, Response } from 'express';
import pg from 'pg';

/** The caller, with what the handlers need. */
export interface Caller {
  readonly agentId: number;
  readonly keyId: number | null;
  readonly admin: boolean;
  readonly permissions: readonly string[];
}

interface CallerRow {
  readonly id: number;
  readonly agent_id: number;
  readonly secret_hash: Buffer;
  readonly admin: boolean;
  readonly permissions: string[] | null;
}

const HELD = `
  bool_or(r.built_in = 'admin') AS admin, array_agg(p.permission) FILTER (WHERE p.permission IS NOT NULL) AS permissions`;

const HELD_FROM = `
  JOIN agents a ON a.id = c.agent_id AND a.enabled AND a.deleted_at IS NULL
  LEFT JOIN agent_roles ar ON ar.agent_id = a.id
  LEFT JOIN roles r ON r.id = ar.role_id
  LEFT JOIN LATERAL unnest(r.permissions) AS p(permission) ON true`;

const BY_KEY = `
  SELECT c.id, c.agent_id, c.secret_hash, ${HELD} FROM api_keys c ${HELD_FROM}
  WHERE c.key = $1 AND c.kind = 'pair' AND (c.expires_at IS NULL OR c.expires_at > now()) GROUP BY c.id`;

const BY_SESSION = `
  SELECT c.id, c.agent_id, c.token_hash AS secret_hash, ${HELD} FROM sessions c ${HELD_FROM}
  WHERE c.token_hash = $1 AND c.last_seen_at > now() - interval '12 hours' AND c.created_at > now() - interval '7 days'
  GROUP BY c.id`;

const SESSION = /(?:^|; )rollcall_session=([^;]+)/;

/**
 * Lets a request with a key pair or a session through, in one statement, and leaves its caller in `response.locals`.
 */
export function identify(pool: pg.Pool) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const caller = await callerOf(pool, request);
    if (!caller) {
      response
        .status(401)
        .json({ status: 'error', message: 'Who are you?', data: null, error_type: 'UnauthorizedException' });
      return;
    }
    response.locals.caller = caller;
    next();
  };
}

async function callerOf(pool: pg.Pool, { headers }: Request): Promise<Caller | null> {
  const { authorization, cookie } = headers;
  if (authorization?.startsWith('Basic ')) {
    const pair = Buffer.from(authorization.slice(6), 'base64').toString();
    const colon = pair.indexOf(':');
    const secret = pair.slice(colon + 1);
    return find(pool, 'caller by key', BY_KEY, pair.slice(0, colon), sha256(secret));
  }
  const token = SESSION.exec(cookie ?? '')?.[1];
  return token ? find(pool, 'caller by session', BY_SESSION, sha256(token), sha256(token)) : null;
}

async function find(
  pool: pg.Pool,
  name: string,
  text: string,
  shown: string | Buffer,
  secretHash: Buffer,
): Promise<Caller | null> {
  const { rows } = await pool.query<CallerRow>({ name, text, values: [shown] });
  const [row] = rows;
  if (!row || !timingSafeEqual(row.secret_hash, secretHash)) return null;
  return {
    agentId: row.agent_id,
    keyId: name === 'caller by key' ? row.id : null,
    admin: row.admin,
    permissions: row.permissions ?? [],
  };
}

/** The stored hash of a random secret. */
export function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
