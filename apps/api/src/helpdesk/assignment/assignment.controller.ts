import { Body, Controller, Get, Put, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AgentWorkloads } from '@rollcall/agents';
import { RequirePermission } from '@rollcall/auth/http';

import { ApiCredentials } from '../../http/api-credentials.js';
import { Id } from '../../http/input/path-parameter.js';
import { ApiRoute } from '../api-route.js';
import { HelpdeskEnvelope } from '../envelope.js';
import { AssignableAgentDto, WorkloadBody, WorkloadDto } from './assignment.dto.js';

/** For programs that assign conversations to agents. */
@ApiTags('Assignment')
@ApiCredentials()
@UseInterceptors(HelpdeskEnvelope)
@RequirePermission('conversations:update_user_assignee')
@Controller('api/v1')
export class AssignmentController {
  constructor(private readonly workloads: AgentWorkloads) {}

  @Get('teams/:id/assignable')
  @ApiRoute({
    summary: 'The members of a team that could take a conversation now, in turn',
    description:
      'They are enabled and online, may write messages, and have fewer conversations than `max_auto_assigned_conversations` of the team, unless that is 0. Who has waited longest for one comes first.',
    answer: [AssignableAgentDto],
    errors: [404],
  })
  async assignable(@Id('id') teamId: number): Promise<AssignableAgentDto[]> {
    return (await this.workloads.assignable(teamId)).map((agent) => AssignableAgentDto.from(agent));
  }

  @Put('agents/:id/workload')
  @ApiRoute({
    summary: 'Say how many conversations an agent has',
    description: 'Of all its teams. When there are more than before, the agent was given one now, and is last in turn.',
    answer: WorkloadDto,
    errors: [404],
  })
  async setWorkload(@Id('id') agentId: number, @Body() body: WorkloadBody): Promise<WorkloadDto> {
    return new WorkloadDto(await this.workloads.set(agentId, body.assigned_conversations));
  }
}
