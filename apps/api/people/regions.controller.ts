import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { mayFound, topOf } from '#domain/people/regions.js';
import { Directory } from '#persistence/people/directory.js';
import { Staff } from '#persistence/staff/staff.js';
import { Vault } from '#persistence/vault/vault.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { Answers } from '../http/document.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { required } from '../http/required.js';
import type { RegionView } from './answers.js';
import { NewRegion } from './bodies.js';

/** Counties of one installation, of which none sees anything of another. */
@ApiTags('people')
@Controller('regions')
export class RegionsController {
  private readonly staff: Staff;

  constructor(
    source: DataSource,
    vault: Vault,
    private readonly directory: Directory,
  ) {
    this.staff = new Staff(source, vault);
  }

  @Get()
  @Answers(200, 'RegionList')
  @ApiOperation({ summary: "The caller's region; for who makes regions all of them, and that they may" })
  async listRegions(@CurrentActor() actor: Actor, @Query({ schema: WholeListQuery }) query: WholeListQuery) {
    required(actor, 'people.manage');
    this.directory.forget();
    const tree = await this.directory.load();
    const founds = mayFound(actor, tree);
    const known = tree.regions.filter(({ id }) => founds || id === actor.region);
    const items = known.map(({ id, name, begun }): RegionView => {
      return { id, name, departmentId: topOf(id, tree)?.id ?? null, begun };
    });
    return { ...inPages(items, query), mayFound: founds };
  }

  @Post()
  @RecentSignIn()
  @Answers(201, 'RegionView')
  @ApiOperation({
    summary: 'Make a region, with the rules that ship; its first department and its people come after it',
  })
  async addRegion(@CurrentActor() actor: Actor, @Body({ schema: NewRegion }) body: z.infer<typeof NewRegion>) {
    required(actor, 'people.manage');
    const { id, name, begun } = await this.staff.foundRegion(actor, body);
    this.directory.forget();
    return { id, name, departmentId: null, begun } satisfies RegionView;
  }
}
