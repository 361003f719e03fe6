import { Injectable } from '@nestjs/common';
import type { Actor } from '@rollcall/auth';
import { type ProvisionedGroup, ProvisionedGroups } from '@rollcall/provisioning';

import type { JsonObject } from '../attributes/attribute.js';
import { canonicalResource } from '../attributes/canonical.js';
import { GROUP, GROUP_SCHEMA } from '../attributes/group-schema.js';
import { selecting, type Selection, shows } from '../attributes/selection.js';
import type { ChangeRequest, Look } from '../change-request.js';
import { type ListResponse, listResponse } from '../list-response.js';
import type { ListQuery } from '../list.query.js';
import { applyPatch } from '../patch/apply-patch.js';
import { operationsOf } from '../patch/patch-operations.js';
import { ScimBase } from '../scim-base.js';
import { ASKABLE_GROUPS } from './askable-groups.js';
import { assertFewMembers, groupInput, groupResource, writableGroup } from './group-resource.js';

/** Puts groups into the form of SCIM, and reads that. */
@Injectable()
export class GroupsPresenter {
  constructor(
    private readonly groups: ProvisionedGroups,
    private readonly base: ScimBase,
  ) {}

  async list(actor: Actor, query: ListQuery): Promise<ListResponse> {
    const [request, show] = [query.request(ASKABLE_GROUPS, GROUP), this.showing(query)];
    const { items, total } = await this.groups.list(actor, request, shows(query, 'members'));
    return listResponse({ items: items.map(show), total }, query.first);
  }

  async get(actor: Actor, id: string, query: Selection, look: Look): Promise<JsonObject> {
    const show = this.showing(query, look);
    return show(await this.groups.get(actor, id, shows(query, 'members')));
  }

  async create(actor: Actor, body: JsonObject, query: Selection, look: Look): Promise<JsonObject> {
    const show = this.showing(query, look);
    assertFewMembers(body);
    return show(await this.groups.create(actor, groupInput(canonicalResource(body, GROUP_SCHEMA))));
  }

  async replace(actor: Actor, id: string, { body, query, versions }: ChangeRequest, look: Look): Promise<JsonObject> {
    selecting(query, GROUP_SCHEMA);
    assertFewMembers(body);
    const sent = canonicalResource(body, GROUP_SCHEMA);
    const input = groupInput(sent);
    await this.groups.change(actor, id, versions, ({ externalId }) => ({
      ...input,
      externalId: input.externalId ?? externalId,
    }));
    return this.get(actor, id, query, look);
  }

  async patch(actor: Actor, id: string, { body, versions }: ChangeRequest): Promise<void> {
    const operations = operationsOf(body);
    assertFewMembers({}, operations);
    await this.groups.change(actor, id, versions, (group) =>
      groupInput(applyPatch(writableGroup(group), operations, GROUP_SCHEMA)),
    );
  }

  async delete(actor: Actor, id: string, versions: ChangeRequest['versions']): Promise<void> {
    await this.groups.delete(actor, id, versions);
  }

  /** Shows what the query asks for. @throws DomainError `path_invalid`, before anything is done */
  private showing(query: Selection, look: Look = (resource) => resource): (group: ProvisionedGroup) => JsonObject {
    const select = selecting(query, GROUP_SCHEMA);
    return (group) => select(look(groupResource(group, this.base.url)));
  }
}
