import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { proposedHandler } from '#domain/people/proposing.js';
import { Directory } from '#persistence/people/directory.js';
import { Reader } from '#persistence/reading/reader.js';
import { inHandOf, openOfDepartments } from '#persistence/reading/workload-reader.js';
import { CurrentActor, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import type { Workload } from './answers.js';
import { soughtAs } from './sought-as.js';

/** What a choice of a department or a colleague wants to know of each. */
@ApiTags('people')
@Controller('workload')
export class WorkloadController {
  constructor(
    private readonly reader: Reader,
    private readonly directory: Directory,
  ) {}

  @Get()
  @Answers(200, 'Workload')
  @ApiOperation({
    summary: 'Departments, and the people of the own one: how they are read, and how many open cases each has',
  })
  async getWorkload(@CurrentActor() actor: Actor): Promise<Workload> {
    const tree = await this.directory.of(actor);
    const offices = [...tree.departments.values()].filter(({ active, isVillage }) => active && !isVillage);
    const ids = offices.map(({ id }) => id);
    const [held, inHand] = await this.reader.as(
      actor,
      async (db) => [await openOfDepartments(db, ids), await inHandOf(db, actor.departmentId)] as const,
    );
    const countOf = (all: readonly { id: string; open: number }[]) => {
      const known = new Map(all.map(({ id, open }) => [id, open]));
      return (id: string) => known.get(id) ?? 0;
    };
    const [heldBy, inHandsOf] = [countOf(held), countOf(inHand)];
    const colleagues = tree.accounts.filter(({ departmentId }) => departmentId === actor.departmentId);
    return {
      departments: offices.map(({ id, name, nameEn }) => ({
        id,
        sought: soughtAs(id, name, nameEn),
        open: heldBy(id),
      })),
      people: colleagues.map(({ id, name }) => ({ id, sought: soughtAs(id, name), open: inHandsOf(id) })),
      handler: proposedHandler(colleagues, inHandsOf, new Date()),
    };
  }
}
