import { Column } from 'typeorm';

/** `stopped` is work that Rollcall ended before its end, for the reason in `problem`. */
export const WORK_STATUSES = ['waiting', 'running', 'done', 'cancelled', 'stopped'] as const;
export type WorkStatus = (typeof WORK_STATUSES)[number];

/** What the worker does to many agents, batch by batch, for the agent that asked for it, and how far that is. */
export abstract class AgentWork {
  abstract id: number;

  @Column({ type: 'text' })
  status!: WorkStatus;

  /** Why it was stopped. */
  @Column({ type: 'text', nullable: true })
  problem!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Column({ name: 'ended_at', type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;

  /** The agent that started it. */
  @Column({ name: 'agent_id', type: 'bigint' })
  agentId!: number;

  /** The key that it was started with; null for a session. */
  @Column({ name: 'key_id', type: 'bigint', nullable: true })
  keyId!: number | null;

  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;

  /** The job that goes on with it. An earlier job that runs again finds another one here, and does nothing. */
  @Column({ name: 'job_id', type: 'uuid' })
  jobId!: string;

  /** The number of rows or agents. */
  @Column({ type: 'integer', default: 0 })
  total!: number;

  /** The number of the last row or agent that was worked on. */
  @Column({ name: 'done_to', type: 'integer', default: 0 })
  doneTo!: number;

  @Column({ type: 'integer', default: 0 })
  failed!: number;
}

/** Work that nobody has begun. */
export const NEW_WORK = {
  status: 'waiting',
  problem: null,
  startedAt: null,
  endedAt: null,
  doneTo: 0,
  failed: 0,
} as const satisfies Partial<AgentWork>;

/** Whether it is waiting or running. */
export function isOpen({ status }: Pick<AgentWork, 'status'>): boolean {
  return status === 'waiting' || status === 'running';
}
