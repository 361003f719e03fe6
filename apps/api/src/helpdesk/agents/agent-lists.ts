import { Injectable } from '@nestjs/common';
import { AgentDirectory } from '@rollcall/agents';

import { AgentPageDto, AgentSliceDto, CompactAgentDto } from './agent-list.dto.js';
import type { AgentListQuery } from './agent-list.query.js';

/** The list of agents in the form that the query asks for: whole, a page, or a slice behind a cursor. */
@Injectable()
export class AgentLists {
  constructor(private readonly directory: AgentDirectory) {}

  async list(query: AgentListQuery): Promise<readonly CompactAgentDto[] | AgentPageDto | AgentSliceDto> {
    const { filter, pageRequest, cursorRequest } = query;
    if (cursorRequest) return new AgentSliceDto(await this.directory.slice(filter, cursorRequest));
    if (pageRequest) return new AgentPageDto(await this.directory.page(filter, pageRequest), pageRequest);
    return (await this.directory.all(filter)).map((agent) => new CompactAgentDto(agent));
  }
}
