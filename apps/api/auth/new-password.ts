import { Injectable } from '@nestjs/common';
import type { CommandActor } from '#domain/people/actor.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD, flawOf } from '#guard/passwords.js';
import { Directory } from '#persistence/people/directory.js';
import { badField } from '../http/problem.js';

/** In Chinese in `field-words.ts`. */
export const FLAW_WORDS = {
  TOO_SHORT: `must have at least ${SHORTEST_PASSWORD} characters; a sentence is easiest to keep`,
  TOO_LONG: `must have at most ${LONGEST_PASSWORD} characters`,
  COMMON: 'is among the passwords that everybody tries first',
  FROM_CONTEXT: 'is made of names that stand beside it',
  REPETITIVE: 'repeats too few characters',
};

/** What a new password must be, wherever one is set. */
@Injectable()
export class NewPassword {
  constructor(private readonly directory: Directory) {}

  /**
   * @param pointer the field that it was typed into
   * @throws Problem BAD_REQUEST with what is wrong with it
   */
  async demandGood(
    pointer: string,
    password: string,
    { userId, name, departmentId }: Pick<CommandActor, 'userId' | 'departmentId'> & { name: string },
  ): Promise<void> {
    const department = (await this.directory.load()).departments.get(departmentId);
    const context = [userId, name, departmentId, department?.name ?? '', department?.nameEn ?? ''];
    const flaw = flawOf(password, context);
    if (flaw) throw badField(pointer, flaw, FLAW_WORDS[flaw]);
  }
}
