import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Request } from 'express';

import type { Actor } from '../actor.js';
import type { Permission } from '../permissions.js';

/** Who may call a route. */
export type Access = 'public' | 'any-agent' | { readonly permission: Permission };

export const ACCESS_KEY = 'rollcall:access';

/** The route is for callers that hold the permission. */
export const RequirePermission = (permission: Permission) => SetMetadata<string, Access>(ACCESS_KEY, { permission });

/** The route is for every agent with valid credentials. */
export const AnyAgent = () => SetMetadata<string, Access>(ACCESS_KEY, 'any-agent');

/** The route is for everybody, without credentials. */
export const Public = () => SetMetadata<string, Access>(ACCESS_KEY, 'public');

export const CHANGES_KEY = 'rollcall:changes';

/** The route changes something, even if its method says that it does not. */
export const ChangesThings = () => SetMetadata(CHANGES_KEY, true);

export const FROM_ANY_PAGE_KEY = 'rollcall:from-any-page';

/** The route accepts pages of any origin: it requires something that no browser adds by itself. */
export const FromAnyPage = () => SetMetadata(FROM_ANY_PAGE_KEY, true);

export const OPEN_TO_HELD_BACK_KEY = 'rollcall:open-to-held-back';

/** The route is open to sessions that a role holds back until they have shown a second factor. */
export const OpenToHeldBack = () => SetMetadata(OPEN_TO_HELD_BACK_KEY, true);

/** The access that the route or its controller states; undefined if neither does. */
export function accessOf(reflector: Reflector, context: ExecutionContext): Access | undefined {
  return reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [context.getHandler(), context.getClass()]);
}

/** The {@link Actor} of the request; the route must not be public. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { user } = context.switchToHttp().getRequest<Request & { user?: Actor }>();
  if (!user) throw new Error('A public route has no actor');
  return user;
});
