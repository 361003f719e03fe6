import { Injectable, type StreamableFile } from '@nestjs/common';
import { AgentDirectory, type AgentSummary } from '@rollcall/agents';

import { pageRequest } from '../page.js';
import { wholeList } from '../whole-list.js';
import { AgentPageDto, AgentSliceDto, CompactAgentDto } from './agent-list.dto.js';
import { type AgentListQuery, type AgentPageQuery, type AgentSliceQuery, filterOf } from './agent-list.query.js';

/** The list of people, or of service accounts, in its three forms: whole, a page, and a slice behind a cursor. */
@Injectable()
export class AgentListsPresenter {
  constructor(private readonly directory: AgentDirectory) {}

  async all(query: AgentListQuery, service = false): Promise<StreamableFile | readonly CompactAgentDto[]> {
    return wholeList(presented(this.directory.all({ ...filterOf(query), service })));
  }

  async page(query: AgentPageQuery, service = false): Promise<AgentPageDto> {
    const request = pageRequest(query);
    const page = await this.directory.page({ ...filterOf(query), service }, request, query.agentOrder);
    return new AgentPageDto(page, request);
  }

  async slice(query: AgentSliceQuery, service = false): Promise<AgentSliceDto> {
    return new AgentSliceDto(await this.directory.slice({ ...filterOf(query), service }, query.cursorRequest()));
  }
}

async function* presented(
  batches: AsyncGenerator<readonly AgentSummary[], void>,
): AsyncGenerator<readonly CompactAgentDto[], void> {
  for await (const batch of batches) yield batch.map((agent) => new CompactAgentDto(agent));
}
