import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { type ProvisionedUser, ProvisionedUsers } from '@rollcall/provisioning';

import type { JsonObject } from '../attributes/attribute.js';
import { canonicalResource } from '../attributes/canonical.js';
import { selecting, type Selection } from '../attributes/selection.js';
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
    const [request, show] = [query.request(ASKABLE_USERS, USER), this.showing(query)];
    const { items, total } = await this.users.list(actor, request, KEPT_FIELDS);
    return listResponse({ items: items.map(show), total }, query.first);
  }

  async get(actor: Actor, id: string, query: Selection, look: Look): Promise<JsonObject> {
    const show = this.showing(query, look);
    return show(await this.users.get(actor, id));
  }

  async create(actor: Actor, body: JsonObject, query: Selection, look: Look): Promise<JsonObject> {
    const show = this.showing(query, look);
    return show(await this.users.create(actor, userInput(canonicalResource(body, USER_SCHEMA))));
  }

  async replace(actor: Actor, id: string, { body, query, versions }: ChangeRequest, look: Look): Promise<JsonObject> {
    const show = this.showing(query, look);
    const sent = { ...canonicalResource(body, USER_SCHEMA), ...(saysNoRoles(body) ? { roles: [] } : {}) };
    userInput({ emails: [{ value: 'somebody@example.com' }], ...sent });
    const user = await this.users.change(actor, id, versions, (before) => {
      const held = writableUser(before);
      const kept = Object.entries(held).filter(([name]) => KEPT_BY_PUT.includes(name));
      return { before: userInput(held), after: userInput({ ...Object.fromEntries(kept), ...sent }) };
    });
    return show(user);
  }

  async patch(actor: Actor, id: string, { body, query, versions }: ChangeRequest, look: Look): Promise<JsonObject> {
    const show = this.showing(query, look);
    const operations = operationsOf(body);
    const user = await this.users.change(actor, id, versions, (before) => {
      const held = writableUser(before);
      // Who is disabled stays so until somebody says otherwise; to remove `active` says nothing.
      const patched: JsonObject = { active: held.active ?? true, ...applyPatch(held, operations, USER_SCHEMA) };
      const roles = patched.roles ?? (held.roles === undefined ? undefined : []);
      return { before: userInput(held), after: userInput(roles === undefined ? patched : { ...patched, roles }) };
    });
    return show(user);
  }

  async delete(actor: Actor, id: string, versions: ChangeRequest['versions']): Promise<void> {
    await this.users.delete(actor, id, versions);
  }

  /** Shows what the query asks for. @throws DomainError `path_invalid`, before anything is done */
  private showing(query: Selection, look: Look = (resource) => resource): (user: ProvisionedUser) => JsonObject {
    const select = selecting(query, USER_SCHEMA);
    return (user) => select(look(userResource(user, this.base.url)));
  }
}

/** An empty list takes all roles away; a PUT that says nothing of roles leaves them. */
function saysNoRoles(body: JsonObject): boolean {
  return Object.entries(body).some(
    ([name, value]) => name.toLowerCase() === 'roles' && Array.isArray(value) && value.length === 0,
  );
}
