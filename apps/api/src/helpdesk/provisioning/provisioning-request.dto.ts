import { ApiProperty } from '@nestjs/swagger';
import type { RequestFilter, ShownRequest } from '@rollcall/provisioning';

import { OptionalParameter } from '../../http/input/field.js';
import { flag, wholeNumber } from '../../http/input/rules.js';
import { DEFAULT_PAGE_SIZE, Size } from '../page.js';

/** A request of an identity provider with its answer. */
export class ProvisioningRequestDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time', description: 'When it arrived' })
  readonly created_at: Date;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null when it came without a valid key' })
  readonly key_id: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Null also when there is no such key any more' })
  readonly key_name: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'The agent that the key belongs to' })
  readonly agent_id: number | null;
  @ApiProperty({ description: 'By which the log of the server has it' })
  readonly request_id: string;
  @ApiProperty({ example: 'PATCH' })
  readonly method: string;
  @ApiProperty({ description: 'With its query', example: '/scim/v2/Users?filter=userName eq "ada@example.com"' })
  readonly path: string;
  @ApiProperty({ type: String, nullable: true, description: 'JSON without passwords, shortened' })
  readonly body: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null when the provider hung up before the answer' })
  readonly status: number | null;
  @ApiProperty({ description: 'Whether the status is 400 or above, or there was none' })
  readonly failed: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'The `scimType` of the failure, if it has one' })
  readonly scim_type: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it failed' })
  readonly detail: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The beginning of the body of the answer' })
  readonly answer: string | null;
  @ApiProperty({ type: 'integer' })
  readonly duration_ms: number;

  constructor({ request, keyName }: ShownRequest) {
    this.id = request.id;
    this.created_at = request.createdAt;
    this.key_id = request.keyId;
    this.key_name = keyName;
    this.agent_id = request.agentId;
    this.request_id = request.requestId;
    this.method = request.method;
    this.path = request.path;
    this.body = request.body;
    this.status = request.status;
    this.failed = request.failed;
    this.scim_type = request.scimType;
    this.detail = request.detail;
    this.answer = request.answer;
    this.duration_ms = request.durationMs;
  }
}

/** Which requests to list. */
export class ProvisioningRequestsQuery {
  @OptionalParameter(wholeNumber({ min: 1 }), { description: 'The last id of the answer before' })
  before?: number;

  @OptionalParameter(flag(), { description: 'Only those that failed; false if left out' })
  failed?: boolean;

  @Size()
  limit?: number;

  get filter(): RequestFilter {
    return { before: this.before ?? null, failedOnly: this.failed ?? false, limit: this.limit ?? DEFAULT_PAGE_SIZE };
  }
}
