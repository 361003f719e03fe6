import { ApiProperty } from '@nestjs/swagger';
import type { SessionEntity } from '@rollcall/auth';

import { Field } from '../../http/input/field.js';
import { emailAddress, text } from '../../http/input/rules.js';

/** The body of POST /auth/login. */
export class LoginBody {
  @Field(emailAddress(), { example: 'ada@example.com' })
  email!: string;

  @Field(text({ max: 1_000 }), { example: 'Correct-Horse-7' })
  password!: string;
}

/** The body of POST /auth/login-link. */
export class LoginLinkBody {
  @Field(text({ min: 1, max: 200 }), {
    description: 'What stands behind `link=` in the link',
    example: 'token-of-the-printed-link',
  })
  token!: string;
}

/** A session of an agent. */
export class SessionDto {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;
  @ApiProperty({ format: 'date-time' })
  readonly created_at: Date;
  @ApiProperty({ format: 'date-time', description: 'At most a minute late' })
  readonly last_seen_at: Date;
  @ApiProperty({ type: String, nullable: true, description: 'The address that the session was started from' })
  readonly ip: string | null;
  @ApiProperty({ type: String, nullable: true })
  readonly user_agent: string | null;
  @ApiProperty({ description: 'Whether this request uses the session' })
  readonly current: boolean;

  constructor(session: SessionEntity, currentId: number | null) {
    this.id = session.id;
    this.created_at = session.createdAt;
    this.last_seen_at = session.lastSeenAt;
    this.ip = session.ip;
    this.user_agent = session.userAgent;
    this.current = session.id === currentId;
  }
}
