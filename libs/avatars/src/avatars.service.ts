import { Injectable } from '@nestjs/common';
import { AgentAvatars, type AgentProfile } from '@rollcall/agents';
import type { Actor } from '@rollcall/auth';
import { pathOfFile, StoredFiles } from '@rollcall/storage';

import { avatarOf } from './avatar-image.js';

/** Gives agents avatars and takes them away. */
@Injectable()
export class Avatars {
  constructor(
    private readonly files: StoredFiles,
    private readonly agents: AgentAvatars,
  ) {}

  /**
   * Makes an avatar of an image and gives it to the agent in place of the one before. `field` is what the caller knows the image by.
   * @throws DomainError `agent_not_found`, and `invalid_input` as {@link avatarOf} says
   */
  async set(actor: Actor, id: number, image: () => Promise<Uint8Array>, field: string): Promise<AgentProfile> {
    const avatar = await avatarOf(image, field);
    return this.agents.set(actor, id, pathOfFile(await this.files.add(avatar, 'webp')));
  }

  /** Takes the agent's avatar away, if it has one. @throws DomainError `agent_not_found` */
  async remove(actor: Actor, id: number): Promise<void> {
    await this.agents.set(actor, id, null);
  }
}
