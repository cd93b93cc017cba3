import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Directory, postsOf, type Account } from '#persistence/directory.js';
import type { Person } from '../answers.js';
import { CurrentActor, type Actor } from '../auth/actor.js';
import { inPages, WholeListQuery } from '../paging.js';
import { id, instant } from '../disputes/bodies.js';
import { Answers } from '../document.js';
import { badField, notFound, Problem } from '../problem.js';

const Absence = z
  .strictObject({ awayUntil: instant.nullable().optional(), deputyId: id.nullable().optional() })
  .meta({ id: 'Absence' });

/** Departments and people, as everybody at work knows them. */
@ApiTags('people')
@Controller()
export class PeopleController {
  constructor(
    private readonly source: DataSource,
    private readonly directory: Directory,
  ) {}

  @Get('departments')
  @Answers(200, 'DepartmentList')
  @ApiOperation({ summary: 'Departments and who stands above whom' })
  async departments(@Query({ schema: WholeListQuery }) query: WholeListQuery) {
    const { departments } = await this.directory.load();
    return inPages(
      [...departments.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      query,
    );
  }

  @Get('users')
  @Answers(200, 'PersonList')
  @ApiOperation({ summary: 'People, their department and roles, and who stands in for them' })
  async users(@Query({ schema: WholeListQuery }) query: WholeListQuery) {
    const { accounts } = await this.directory.load();
    return inPages(accounts.map(userView), query);
  }

  @Patch('users/:id')
  @Answers(200, 'Person')
  @ApiOperation({ summary: 'Say who stands in while somebody is away' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: id }) userId: string,
    @Body({ schema: Absence }) { awayUntil, deputyId }: z.infer<typeof Absence>,
  ) {
    const account = (await this.directory.load()).accounts.find((each) => each.id === userId);
    if (!account) throw notFound();
    const isHead = actor.roles.includes('head') && actor.departmentId === account.departmentId;
    if (actor.userId !== userId && !isHead && !actor.roles.includes('admin')) throw new Problem('NOT_ALLOWED');
    if (awayUntil && new Date(awayUntil) <= new Date()) {
      throw badField('/awayUntil', 'IN_THE_PAST', 'must lie in the future; null says that the person is back');
    }
    if (deputyId) {
      const deputy = (await this.directory.load()).accounts.find((each) => each.id === deputyId);
      if (!deputy || deputy.departmentId !== account.departmentId || deputy.id === userId) {
        throw badField('/deputyId', 'NOT_A_COLLEAGUE', 'must be another person of the same department');
      }
    }
    await this.source.query(
      `UPDATE account SET away_until = CASE WHEN $2 THEN $3::timestamptz ELSE away_until END,
         deputy_id = CASE WHEN $4 THEN $5::text ELSE deputy_id END WHERE id = $1`,
      [userId, awayUntil !== undefined, awayUntil ?? null, deputyId !== undefined, deputyId ?? null],
    );
    this.directory.forget();
    return userView((await this.directory.load()).accounts.find((each) => each.id === userId)!);
  }
}

function userView(account: Account): Person {
  const { id: userId, name, departmentId, roles, awayUntil, deputyId } = account;
  return { id: userId, username: userId, name, departmentId, roles, posts: postsOf(account), awayUntil, deputyId };
}
