import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { deputise } from '#domain/people/deputies.js';
import { transaction } from '#persistence/database/database.js';
import { one } from '#persistence/database/rows.js';
import { Directory } from '#persistence/people/directory.js';
import { postsOf } from '#domain/people/posts.js';
import type { Account } from '#domain/people/tree.js';
import type { Person } from './answers.js';
import { AccessLog } from '../audit/access-log.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { required } from '../http/required.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { asked, id, instant, several, username } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { badField, notFound } from '../http/problem.js';

/** One of these, each that is named; without any of them everybody. */
const PeopleQuery = WholeListQuery.extend({
  q: asked(100).optional().meta({ description: 'Part of a name or a username' }),
  department: id.optional(),
  id: several(username),
});

const Absence = z
  .strictObject({ awayUntil: instant.nullable().optional(), deputyId: username.nullable().optional() })
  .meta({ id: 'Absence' });

const ABSENCE = `away_until AS "awayUntil", deputy_id AS "deputyId"`;

/** Departments and people, as everybody at work knows them. */
@ApiTags('people')
@Controller()
export class PeopleController {
  constructor(
    private readonly source: DataSource,
    private readonly directory: Directory,
    private readonly log: AccessLog,
  ) {}

  @Get('departments')
  @Answers(200, 'DepartmentList')
  @ApiOperation({ summary: 'Departments and who stands above whom' })
  async listDepartments(@Query({ schema: WholeListQuery }) query: WholeListQuery) {
    const { departments } = await this.directory.load();
    return inPages(
      [...departments.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      query,
    );
  }

  @Get('users')
  @Answers(200, 'PersonList')
  @ApiOperation({ summary: 'People, their department and roles, and who stands in for them' })
  async listUsers(@Query({ schema: PeopleQuery }) query: z.infer<typeof PeopleQuery>) {
    const { accounts } = await this.directory.load();
    return inPages(accounts.filter(isMeant(query)).map(userView), query);
  }

  @Patch('users/:id')
  @RecentSignIn()
  @Answers(200, 'Person')
  @ApiOperation({ summary: 'Say who stands in while somebody is away' })
  async changeUser(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: username }) userId: string,
    @Body({ schema: Absence }) absence: z.infer<typeof Absence>,
  ) {
    const { accounts } = await this.directory.load();
    const account = accounts.find((each) => each.id === userId);
    if (!account) throw notFound();
    required(actor, 'people.absence', account);
    const { awayUntil, deputyId } = absence;
    if (awayUntil && new Date(awayUntil) <= new Date()) {
      throw badField('/awayUntil', 'IN_THE_PAST', 'must lie in the future; null says that the person is back');
    }
    const deputy = deputyId ? accounts.find((each) => each.id === deputyId) : null;
    if (deputy === undefined) throw badField('/deputyId', 'UNKNOWN_PERSON', `there is no person "${deputyId}"`);
    const lends = deputy && { lends: deputise(actor, account, deputy) };
    await transaction(this.source, async (db) => {
      const before = await one<object>(db, `SELECT ${ABSENCE} FROM account WHERE id = $1 FOR UPDATE`, [userId]);
      const after = await one<object>(
        db,
        `UPDATE account SET away_until = CASE WHEN $2 THEN $3::timestamptz ELSE away_until END,
           deputy_id = CASE WHEN $4 THEN $5::text ELSE deputy_id END WHERE id = $1 RETURNING ${ABSENCE}`,
        [userId, awayUntil !== undefined, awayUntil ?? null, deputyId !== undefined, deputyId ?? null],
      );
      await this.log.note(actor, 'deputy-changed', { data: { userId, before, after: { ...after, ...lends } } }, db);
    });
    this.directory.forget();
    return userView((await this.directory.load()).accounts.find((each) => each.id === userId)!);
  }
}

function isMeant({ q, department, id: ids }: z.infer<typeof PeopleQuery>): (account: Account) => boolean {
  const words = q?.toLowerCase() ?? '';
  return ({ id, name, departmentId }) =>
    (department === undefined || departmentId === department) &&
    (ids.length === 0 || ids.includes(id)) &&
    (name.toLowerCase().includes(words) || id.includes(words));
}

function userView(account: Account): Person {
  const { id: userId, name, departmentId, roles, awayUntil, deputyId } = account;
  return { id: userId, username: userId, name, departmentId, roles, posts: postsOf(account), awayUntil, deputyId };
}
