import { ApiProperty } from '@nestjs/swagger';
import { type AgentSummary, AVAILABILITY_STATUSES } from '@rollcall/agents';
import type { Page, PageRequest, Slice } from '@rollcall/kernel';

import { PageDto } from '../page.js';

/** The agent as lists show it. */
export class CompactAgentDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ enum: ['agent'] })
  readonly type = 'agent';
  @ApiProperty({ example: 'John' })
  readonly first_name: string;
  @ApiProperty({ example: 'Doe' })
  readonly last_name: string;
  @ApiProperty({ type: String, nullable: true, example: 'john.doe@example.com' })
  readonly email: string | null;
  @ApiProperty({ example: true })
  readonly enabled: boolean;
  @ApiProperty({ type: String, nullable: true, example: null })
  readonly avatar_url: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  readonly external_user_id: string | null;
  @ApiProperty({ enum: AVAILABILITY_STATUSES, example: 'offline' })
  readonly availability_status: string;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time', example: '2025-08-28T10:00:00.000Z' })
  readonly updated_at: Date;

  constructor(agent: AgentSummary) {
    this.id = agent.id;
    this.first_name = agent.firstName;
    this.last_name = agent.lastName;
    this.email = agent.email;
    this.enabled = agent.enabled;
    this.avatar_url = agent.avatarUrl;
    this.external_user_id = agent.externalUserId;
    this.availability_status = agent.availabilityStatus;
    this.created_at = agent.createdAt;
    this.updated_at = agent.updatedAt;
  }
}

/** The answer to `?page=&page_size=`. */
export class AgentPageDto extends PageDto {
  @ApiProperty({ type: [CompactAgentDto] })
  readonly results: readonly CompactAgentDto[];

  constructor({ items, total }: Page<AgentSummary>, request: PageRequest) {
    super(total, request);
    this.results = items.map((agent) => new CompactAgentDto(agent));
  }
}

/** The answer to `?cursor=&limit=`. */
export class AgentSliceDto {
  @ApiProperty({ type: [CompactAgentDto] })
  readonly results: readonly CompactAgentDto[];
  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next slice; null on the last slice' })
  readonly next_cursor: string | null;

  constructor({ items, nextCursor }: Slice<AgentSummary>) {
    this.results = items.map((agent) => new CompactAgentDto(agent));
    this.next_cursor = nextCursor;
  }
}
