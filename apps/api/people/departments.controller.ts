import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { refuse } from '#domain/errors.js';
import type { House } from '#domain/people/staffing.js';
import type { Department } from '#domain/people/tree.js';
import type { Db } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { casesAtDesks } from '#persistence/staff/holdings.js';
import { Staff, asking } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { id } from '../http/pieces.js';
import { notFound } from '../http/problem.js';
import { required } from '../http/required.js';
import { DepartmentChange, NewDepartment } from './bodies.js';

/** Departments, as everybody at work knows them, and how those who look after them make and change them. */
@ApiTags('people')
@Controller('departments')
export class DepartmentsController {
  private readonly staff: Staff;

  constructor(
    source: DataSource,
    vault: Vault,
    private readonly directory: Directory,
  ) {
    this.staff = new Staff(source, vault);
  }

  @Get()
  @Answers(200, 'DepartmentList')
  @ApiOperation({ summary: 'Departments and who stands above whom' })
  async listDepartments(@Query({ schema: WholeListQuery }) query: WholeListQuery) {
    const { departments } = await this.directory.load();
    return inPages(
      [...departments.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      query,
    );
  }

  @Post()
  @RecentSignIn()
  @Answers(201, 'Department')
  @ApiOperation({ summary: 'Make a department below the own one' })
  async addDepartment(
    @CurrentActor() actor: Actor,
    @Body({ schema: NewDepartment }) body: z.infer<typeof NewDepartment>,
  ) {
    required(actor, 'people.manage');
    const made = await this.staff.addDepartment(asking(actor), body);
    this.directory.forget();
    return made;
  }

  @Patch(':id')
  @RecentSignIn()
  @Answers(200, 'Department')
  @ApiOperation({ summary: 'Rename a department, put it under another superior, give it a desk or hours of its own' })
  async changeDepartment(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: id }) departmentId: string,
    @Body({ schema: DepartmentChange }) body: z.infer<typeof DepartmentChange>,
  ) {
    required(actor, 'people.manage');
    const changed = await this.staff.changeDepartment(asking(actor), departmentId, body, demandNothingLeft);
    this.directory.forget();
    if (!changed) throw notFound();
    return changed;
  }
}

/**
 * A case knows the superior of its desk from its first day, who decides on it: a desk is not taken away from under them,
 * nor from its cases.
 *
 * @throws DomainError CASES_OPEN with the desks and how many cases run there
 */
async function demandNothingLeft(db: Db, { tree }: House, before: Department, next: Department): Promise<void> {
  const moves = next.parentId !== before.parentId;
  const closes = before.hasDesk && !next.hasDesk;
  if (!moves && !closes) return;
  const desks = moves ? [before.id, ...tree.descendants(before.id)] : [before.id];
  const line = next.parentId === null ? [] : tree.ancestors(next.parentId);
  const below = [before.id, ...tree.descendants(before.id)];
  const open = (await casesAtDesks(db, desks, tree)).filter(
    ({ desk, superior }) =>
      (closes && desk === before.id) || (moves && !line.includes(superior) && !below.includes(superior)),
  );
  if (open.length > 0) refuse('CASES_OPEN', { open });
}
