import type { LoginOrigin } from '@rollcall/agents';
import { originOf } from '@rollcall/auth/http';
import type { Request } from 'express';

/** Where a login comes from. */
export function loginOriginOf(request: Request): LoginOrigin {
  return { ...originOf(request), userAgent: request.get('user-agent') ?? null };
}
