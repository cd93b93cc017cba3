import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { Directory } from '#persistence/people/directory.js';
import { Staff, asking } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { id } from '../http/pieces.js';
import { notFound } from '../http/problem.js';
import { required } from '../http/required.js';
import { DepartmentChange, DepartmentClosing, NewDepartment } from './bodies.js';
import { Closings } from './closings.js';
import { soughtAs } from './sought-as.js';

/** Departments, as everybody at work knows them, and how those who look after them make and change them. */
@ApiTags('people')
@Controller('departments')
export class DepartmentsController {
  private readonly staff: Staff;

  constructor(
    source: DataSource,
    vault: Vault,
    private readonly directory: Directory,
    private readonly closing: Closings,
  ) {
    this.staff = new Staff(source, vault);
  }

  @Get()
  @Answers(200, 'DepartmentList')
  @ApiOperation({ summary: 'Departments and who stands above whom' })
  async listDepartments(@CurrentActor() actor: Actor, @Query({ schema: WholeListQuery }) query: WholeListQuery) {
    const { departments } = await this.directory.knownTo(actor);
    const found = inPages(
      [...departments.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      query,
    );
    return {
      ...found,
      items: found.items.map((each) => ({ ...each, sought: soughtAs(each.id, each.name, each.nameEn) })),
    };
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
    const changed = await this.staff.changeDepartment(asking(actor), departmentId, body);
    this.directory.forget();
    if (!changed) throw notFound();
    return changed;
  }

  @Post(':id/close')
  @HttpCode(202)
  @RecentSignIn()
  @Answers(202, 'Begun')
  @ApiOperation({ summary: 'Close a department: another goes on in its place, case by case, and its people go along' })
  async closeDepartment(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: id }) departmentId: string,
    @Body({ schema: DepartmentClosing }) { successorId, reason }: z.infer<typeof DepartmentClosing>,
  ) {
    required(actor, 'people.manage');
    const rollout = await this.closing.begin(actor, departmentId, { successorId, reason });
    this.directory.forget();
    if (!rollout) throw notFound();
    return { rollout };
  }
}
