import { ApiProperty, PickType } from '@nestjs/swagger';
import type { AssignableAgent, Workload } from '@rollcall/agents';

import { Field } from '../../http/input/field.js';
import { MAX_INTEGER, wholeNumber } from '../../http/input/rules.js';
import { CompactAgentDto } from '../agents/agent-list.dto.js';

/** How many conversations an agent has. */
export class WorkloadDto {
  @ApiProperty({ type: 'integer', example: 3 })
  readonly assigned_conversations: number;
  @ApiProperty({ type: Date, nullable: true, description: 'When the number rose last' })
  readonly last_assigned_at: Date | null;

  constructor(workload: Workload) {
    this.assigned_conversations = workload.assignedConversations;
    this.last_assigned_at = workload.lastAssignedAt;
  }
}

/** A member of a team that could take a conversation now. */
export class AssignableAgentDto extends PickType(CompactAgentDto, [
  'id',
  'first_name',
  'last_name',
  'avatar_url',
  'availability_status',
]) {
  @ApiProperty({ type: 'integer', example: 3 })
  readonly assigned_conversations!: number;
  @ApiProperty({ type: Date, nullable: true })
  readonly last_assigned_at!: Date | null;

  static from(agent: AssignableAgent): AssignableAgentDto {
    return {
      id: agent.id,
      first_name: agent.firstName,
      last_name: agent.lastName,
      avatar_url: agent.avatarUrl,
      availability_status: agent.availabilityStatus,
      assigned_conversations: agent.assignedConversations,
      last_assigned_at: agent.lastAssignedAt,
    };
  }
}

/** The body of PUT. */
export class WorkloadBody {
  @Field(wholeNumber({ min: 0, max: MAX_INTEGER }), { example: 3 })
  assigned_conversations!: number;
}
