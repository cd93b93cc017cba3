import { Injectable } from '@nestjs/common';
import { may } from '#domain/people/abilities.js';
import { Rulebook, type PolicyEnvelope } from '#persistence/rules/rulebook.js';
import type { Actor } from '../http/actor.js';
import { notFound } from '../http/problem.js';

/** The policies of a region as their readers have them: nobody is held to a draft, so few people are shown one. */
@Injectable()
export class Policies {
  constructor(private readonly rulebook: Rulebook) {}

  /** The newest first. */
  async seen(actor: Actor): Promise<PolicyEnvelope[]> {
    const all = await this.rulebook.allPolicies(actor.region);
    return may(actor, 'policy.drafts') ? all : all.filter(({ state }) => state !== 'draft');
  }

  /** @throws Problem NOT_FOUND where there is none, or a draft that the actor is not shown */
  async of(actor: Actor, version: string): Promise<PolicyEnvelope> {
    const found = (await this.seen(actor)).find((each) => each.version === version);
    if (!found) throw notFound();
    return found;
  }
}
