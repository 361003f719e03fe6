import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { type ProvisionedUser, ProvisionedUsers } from '@rollcall/provisioning';

import type { JsonObject } from '../attributes/attribute.js';
import { canonicalResource } from '../attributes/canonical.js';
import { selected, type Selection } from '../attributes/selection.js';
import { USER, USER_SCHEMA } from '../attributes/user-schema.js';
import type { ChangeRequest, Look } from '../change-request.js';
import { type ListResponse, listResponse } from '../list-response.js';
import type { ListQuery } from '../list.query.js';
import { applyPatch } from '../patch/apply-patch.js';
import { operationsOf } from '../patch/patch-operations.js';
import { ScimBase } from '../scim-base.js';
import { ASKABLE_USERS, KEPT_FIELDS } from './askable-users.js';
import { userInput, userResource, writableUser } from './user-resource.js';

/** What a PUT that leaves it out does not take away. */
const KEPT_BY_PUT = ['externalId', 'name', 'active', 'emails'];

/** Puts users into the form of SCIM, and reads that. */
@Injectable()
export class UsersPresenter {
  constructor(
    private readonly users: ProvisionedUsers,
    private readonly base: ScimBase,
  ) {}

  async list(actor: Actor, query: ListQuery): Promise<ListResponse> {
    const request = query.request(ASKABLE_USERS, USER);
    const { items, total } = await this.users.list(actor, request, KEPT_FIELDS);
    return listResponse({ items: items.map((user) => this.shown(user, query)), total }, query.first);
  }

  async get(actor: Actor, id: string, query: Selection, look: Look): Promise<JsonObject> {
    return this.shown(await this.users.get(actor, id), query, look);
  }

  async create(actor: Actor, body: JsonObject, query: Selection, look: Look): Promise<JsonObject> {
    const input = userInput(canonicalResource(body, USER_SCHEMA));
    return this.shown(await this.users.create(actor, input), query, look);
  }

  async replace(actor: Actor, id: string, { body, query, versions }: ChangeRequest, look: Look): Promise<JsonObject> {
    const sent = { ...canonicalResource(body, USER_SCHEMA), ...(saysNoRoles(body) ? { roles: [] } : {}) };
    userInput({ emails: [{ value: 'somebody@example.com' }], ...sent });
    const user = await this.users.change(actor, id, versions, (before) => {
      const held = writableUser(before);
      const kept = Object.entries(held).filter(([name]) => KEPT_BY_PUT.includes(name));
      return { before: userInput(held), after: userInput({ ...Object.fromEntries(kept), ...sent }) };
    });
    return this.shown(user, query, look);
  }

  async patch(actor: Actor, id: string, { body, query, versions }: ChangeRequest, look: Look): Promise<JsonObject> {
    const operations = operationsOf(body);
    const user = await this.users.change(actor, id, versions, (before) => {
      const held = writableUser(before);
      const patched = applyPatch(held, operations, USER_SCHEMA);
      const roles = patched.roles ?? (held.roles === undefined ? undefined : []);
      return { before: userInput(held), after: userInput(roles === undefined ? patched : { ...patched, roles }) };
    });
    return this.shown(user, query, look);
  }

  async delete(actor: Actor, id: string, versions: ChangeRequest['versions']): Promise<void> {
    await this.users.delete(actor, id, versions);
  }

  private shown(user: ProvisionedUser, query: Selection, look: Look = (resource) => resource): JsonObject {
    return selected(look(userResource(user, this.base.url)), query, USER_SCHEMA);
  }
}

/** An empty list takes all roles away; a PUT that says nothing of roles leaves them. */
function saysNoRoles(body: JsonObject): boolean {
  return Object.entries(body).some(
    ([name, value]) => name.toLowerCase() === 'roles' && Array.isArray(value) && value.length === 0,
  );
}
