import { ApiProperty } from '@nestjs/swagger';
import { BULK_AGENT_STATUSES, type BulkAgentStatus, type BulkChangeEntity, type BulkResult } from '@rollcall/imports';

import { OptionalParameter } from '../../http/input/field.js';
import { MAX_INTEGER, oneOf, wholeNumber } from '../../http/input/rules.js';
import { Size } from '../page.js';
import { paceOf, WorkDto } from '../progress/work.dto.js';
import { CHANGE_SCHEMA, type ChangeInBody, changeInBody } from './bulk-change.body.js';

/** A change of many agents, and how far it is. */
export class BulkChangeDto extends WorkDto {
  @ApiProperty({ ...CHANGE_SCHEMA, description: 'As it was sent', example: { teams_add: ['Sales'] } })
  readonly change: ChangeInBody;
  @ApiProperty({ type: 'integer' })
  readonly changed: number;
  @ApiProperty({ type: 'number', nullable: true, description: 'Null before the first agents are done' })
  readonly agents_per_second: number | null;

  constructor(of: BulkChangeEntity, now: Date) {
    super(of, of.changed, now);
    this.change = changeInBody(of.change);
    this.changed = of.changed;
    this.agents_per_second = paceOf(this, now);
  }
}

/** Which agents of a bulk change to give. */
export class BulkResultsQuery {
  @OptionalParameter(oneOf(BULK_AGENT_STATUSES))
  status?: BulkAgentStatus;

  @OptionalParameter(wholeNumber({ min: 0, max: MAX_INTEGER }), {
    description: 'Only agents behind the one with this number: `next_after` of the answer before',
  })
  after?: number;

  @Size()
  limit?: number;
}

/** What became of one agent. */
export class BulkResultDto {
  @ApiProperty({ type: 'integer', example: 1, description: 'From 1, in the order of the ids' })
  readonly number: number;
  @ApiProperty({ type: 'integer', example: 2 })
  readonly agent_id: number;
  @ApiProperty({ enum: BULK_AGENT_STATUSES })
  readonly status: BulkAgentStatus;
  @ApiProperty({ type: String, nullable: true, description: 'Why it failed' })
  readonly reason: string | null;

  constructor({ number, agentId, status, reason }: BulkResult) {
    this.number = number;
    this.agent_id = agentId;
    this.status = status;
    this.reason = reason;
  }
}

/** Agents of a bulk change in the order of their ids. */
export class BulkResultsDto {
  @ApiProperty({ type: [BulkResultDto] })
  readonly results: readonly BulkResultDto[];
  @ApiProperty({ type: 'integer', nullable: true, description: '`after` of the next request; null: there are no more' })
  readonly next_after: number | null;

  constructor(found: readonly BulkResult[], limit: number) {
    this.results = found.slice(0, limit).map((result) => new BulkResultDto(result));
    this.next_after = found.length > limit ? (this.results.at(-1)?.number ?? null) : null;
  }
}
