import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { RefusedRequest } from '../../http/failure.js';
import type { JsonObject } from '../attributes/attribute.js';
import { type ListResponse, listResponse } from '../list-response.js';
import { SelectionQuery } from '../list.query.js';
import { ScimBase } from '../scim-base.js';
import { ScimRoute } from '../scim-route.js';
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.js';
import { LIMITS } from './limits.js';

/** What a provider asks for to learn how to talk to this window (RFC 7644, section 4). */
@ApiTags('SCIM')
@ApiCredentials()
@RequirePermission('scim:manage')
@Controller('scim/v2')
export class DiscoveryController {
  constructor(private readonly base: ScimBase) {}

  @Get('ServiceProviderConfig')
  @ScimRoute({
    summary: 'What this window can do',
    description: `Its limits are told with \`attributes=${LIMITS}\`.`,
    answer: 'resource',
  })
  config(@Query() query: SelectionQuery): JsonObject {
    return serviceProviderConfig(this.base, query);
  }

  @Get('ResourceTypes')
  @ScimRoute({ summary: 'The types of resources', answer: 'list' })
  types(): ListResponse {
    return all(resourceTypes(this.base.url));
  }

  @Get('ResourceTypes/:id')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ScimRoute({ summary: 'One type of resource', answer: 'resource', errors: [404] })
  type(@Param('id') id: string): JsonObject {
    return one(resourceTypes(this.base.url), id);
  }

  @Get('Schemas')
  @ScimRoute({ summary: 'The schemas of the resources', answer: 'list' })
  schemas(): ListResponse {
    return all(schemas(this.base.url));
  }

  @Get('Schemas/:id')
  @ApiParam({ name: 'id', schema: { type: 'string' } })
  @ScimRoute({ summary: 'One schema', answer: 'resource', errors: [404] })
  schema(@Param('id') id: string): JsonObject {
    return one(schemas(this.base.url), id);
  }
}

function all(items: readonly JsonObject[]): ListResponse {
  return listResponse({ items, total: items.length }, 1);
}

function one(items: readonly JsonObject[], id: string): JsonObject {
  const found = items.find((item) => typeof item.id === 'string' && item.id.toLowerCase() === id.toLowerCase());
  if (!found) throw new RefusedRequest('path_not_found', `There is no ${id.slice(0, 200)}`, 'path');
  return found;
}
