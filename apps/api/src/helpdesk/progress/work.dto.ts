import { ApiProperty } from '@nestjs/swagger';
import { type AgentWork, isOpen, WORK_STATUSES, type WorkStatus } from '@rollcall/imports';

/** What the worker does to many agents, and how far it is. */
export abstract class WorkDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ enum: WORK_STATUSES, description: '`stopped`: Rollcall ended it, for the reason in `problem`' })
  readonly status: WorkStatus;
  @ApiProperty({ type: String, nullable: true, example: null })
  readonly problem: string | null;
  @ApiProperty({ type: 'integer', example: 1, description: 'The agent that started it' })
  readonly created_by: number;
  @ApiProperty({ format: 'date-time' })
  readonly created_at: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly started_at: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly ended_at: Date | null;
  @ApiProperty({ type: 'integer', description: 'How many rows or agents there are' })
  readonly total: number;
  @ApiProperty({ type: 'integer', description: 'Of these, how many are done, failed ones included' })
  readonly processed: number;
  @ApiProperty({ type: 'integer' })
  readonly failed: number;
  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, example: 0.25, description: '`processed` of `total`' })
  readonly progress: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it will have ended at this pace; null when it has, or has not begun',
  })
  readonly estimated_end: Date | null;

  /** @param succeeded how many are done and did not fail */
  constructor(of: AgentWork, succeeded: number, now: Date) {
    this.id = of.id;
    this.status = of.status;
    this.problem = of.problem;
    this.created_by = of.agentId;
    this.created_at = of.createdAt;
    this.started_at = of.startedAt;
    this.ended_at = of.endedAt;
    this.total = of.total;
    this.processed = succeeded + of.failed;
    this.failed = of.failed;
    this.progress = this.processed / of.total;
    const pace = paceOf(this, now);
    const left = this.total - this.processed;
    this.estimated_end = isOpen(of) && pace ? new Date(now.getTime() + (left / pace) * 1_000) : null;
  }
}

/** How many are done in a second; null before the first are. */
export function paceOf(
  { started_at, ended_at, processed }: Pick<WorkDto, 'started_at' | 'ended_at' | 'processed'>,
  now: Date,
): number | null {
  const seconds = started_at ? ((ended_at ?? now).getTime() - started_at.getTime()) / 1_000 : 0;
  return seconds > 0 ? Math.round((10 * processed) / seconds) / 10 : null;
}
