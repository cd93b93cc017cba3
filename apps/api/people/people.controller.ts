import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import { inPages, WholeListQuery } from '../http/paging.js';
import { asked, id, several, username } from '../http/pieces.js';
import { Answers } from '../http/document.js';
import { Deactivation, Invitations, NewUser, RoleConfirmation, UserChange } from './bodies.js';
import { PeopleService } from './people.service.js';

/** One of these, each that is named; without any of them everybody who is here. */
const PeopleQuery = WholeListQuery.extend({
  q: asked(100).optional().meta({ description: 'Part of a name or a username' }),
  department: id.optional(),
  id: several(username).meta({ description: 'These, also where they left' }),
  standsInFor: username.optional().meta({ description: 'Those whom this person could name deputy' }),
  gone: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'Those who left, in place of those who are here' }),
});

/** People, as everybody at work knows them, and how those who look after them bring them in, change them and let them go. */
@ApiTags('people')
@Controller('users')
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  @Get()
  @Answers(200, 'PersonList')
  @ApiOperation({
    summary: 'People, their department and roles, and who stands in for them',
  })
  async listUsers(@CurrentActor() actor: Actor, @Query({ schema: PeopleQuery }) query: z.infer<typeof PeopleQuery>) {
    const { q, department, id: ids, standsInFor, gone } = query;
    return inPages(await this.people.list(actor, { q, department, ids, standsInFor, gone: gone === 'true' }), query);
  }

  @Post()
  @RecentSignIn()
  @Answers(201, 'MadePerson')
  @ApiOperation({ summary: 'Bring somebody in; the link by which they set their password is shown this once' })
  addUser(
    @CurrentActor() actor: Actor,
    @Body({ schema: NewUser }) body: z.infer<typeof NewUser>,
    @Req() request: FastifyRequest,
  ) {
    return this.people.add(actor, body, request);
  }

  @Get(':id')
  @Answers(200, 'Person')
  @ApiOperation({ summary: 'A person; who looks after them is told of their account as well' })
  getUser(@CurrentActor() actor: Actor, @Param('id', { schema: username }) userId: string) {
    return this.people.get(actor, userId);
  }

  @Patch(':id')
  @RecentSignIn()
  @Answers(200, 'Person')
  @ApiOperation({ summary: 'Change what somebody is here, or say who stands in while they are away' })
  changeUser(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: username }) userId: string,
    @Body({ schema: UserChange }) body: UserChange,
  ) {
    return this.people.change(actor, userId, body);
  }

  @Post('invitations')
  @HttpCode(202)
  @RecentSignIn()
  @Answers(202, 'Begun')
  @ApiOperation({ summary: 'Send a link by mail to each of these who never set a password; the one before ends' })
  inviteUsers(@CurrentActor() actor: Actor, @Body({ schema: Invitations }) { userIds }: z.infer<typeof Invitations>) {
    return this.people.inviteByMail(actor, userIds);
  }

  @Post(':id/invite')
  @RecentSignIn()
  @Answers(200, 'InvitationLink')
  @ApiOperation({ summary: 'Another link for somebody who never set a password; the one before ends' })
  inviteUser(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: username }) userId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.people.link(actor, userId, 'invitation', request);
  }

  @Post(':id/reset-password')
  @RecentSignIn()
  @Answers(200, 'InvitationLink')
  @ApiOperation({ summary: 'End a password and all that was opened with it; the link sets another' })
  resetPassword(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: username }) userId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.people.link(actor, userId, 'reset', request);
  }

  @Post(':id/confirm-role')
  @RecentSignIn()
  @Answers(200, 'Person')
  @ApiOperation({ summary: 'Confirm, as a second person, a role that makes power' })
  confirmRole(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: username }) userId: string,
    @Body({ schema: RoleConfirmation }) { role }: z.infer<typeof RoleConfirmation>,
  ) {
    return this.people.confirmRole(actor, userId, role);
  }

  @Post(':id/deactivate')
  @RecentSignIn()
  @Answers(200, 'DeactivatedPerson')
  @ApiOperation({ summary: 'Close an account; what its person was named for goes to the successor, case by case' })
  deactivateUser(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: username }) userId: string,
    @Body({ schema: Deactivation }) { successorId, reason }: z.infer<typeof Deactivation>,
  ) {
    return this.people.deactivate(actor, userId, successorId, reason);
  }
}
