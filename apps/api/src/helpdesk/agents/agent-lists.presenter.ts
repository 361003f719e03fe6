import { Injectable } from '@nestjs/common';
import { AgentDirectory } from '@rollcall/agents';

import { AgentPageDto, AgentSliceDto, CompactAgentDto } from './agent-list.dto.js';
import type { AgentListQuery, AgentPageQuery, AgentSliceQuery } from './agent-list.query.js';

/** The list of people, or of service accounts, in its three forms: whole, a page, and a slice behind a cursor. */
@Injectable()
export class AgentListsPresenter {
  constructor(private readonly directory: AgentDirectory) {}

  async all(query: AgentListQuery, service = false): Promise<CompactAgentDto[]> {
    return (await this.directory.all({ ...query.filter, service })).map((agent) => new CompactAgentDto(agent));
  }

  async page(query: AgentPageQuery, service = false): Promise<AgentPageDto> {
    const request = query.pageRequest();
    return new AgentPageDto(await this.directory.page({ ...query.filter, service }, request), request);
  }

  async slice(query: AgentSliceQuery, service = false): Promise<AgentSliceDto> {
    return new AgentSliceDto(await this.directory.slice({ ...query.filter, service }, query.cursorRequest()));
  }
}
