import { Injectable } from '@nestjs/common';
import { AgentDirectory } from '@rollcall/agents';

import { AgentPageDto, AgentSliceDto, CompactAgentDto } from './agent-list.dto.js';
import type { AgentListQuery } from './agent-list.query.js';

/** The list of people, or of service accounts, in the form that the query asks for: whole, a page, or a slice behind a cursor. */
@Injectable()
export class AgentLists {
  constructor(private readonly directory: AgentDirectory) {}

  async list(
    query: AgentListQuery,
    service = false,
  ): Promise<readonly CompactAgentDto[] | AgentPageDto | AgentSliceDto> {
    const { isPaged, cursorRequest } = query;
    const filter = { ...query.filter, service };
    if (cursorRequest) return new AgentSliceDto(await this.directory.slice(filter, cursorRequest));
    if (!isPaged) return (await this.directory.all(filter)).map((agent) => new CompactAgentDto(agent));
    const pageRequest = query.pageRequest();
    return new AgentPageDto(await this.directory.page(filter, pageRequest), pageRequest);
  }
}
