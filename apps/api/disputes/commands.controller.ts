import 'reflect-metadata';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { VERBS, type Verb } from '#domain/dispute/commands.js';
import { zh } from '#lexicon/zh.js';
import { CurrentActor, RecentSignIn, type Actor } from '../http/actor.js';
import type { Done } from './answers.js';
import { Answers } from '../http/document.js';
import { Sent } from '../engine/sending.js';
import { DisputeId, VERB_BODIES } from './bodies.js';
import type { Sending } from '../engine/receipts.js';
import { DisputeCommands } from './commands.js';

const SUMMARIES: Record<Verb, string> = {
  grade: 'Grade a dispute, or raise its grade',
  'not-same': 'Rule that an earlier case is not of the same people or place',
  correct: 'Correct what was mistyped at registration; what it was stays in the record',
  plan: `Write the plan ${zh.kind.plan}`,
  transfer: 'Offer the dispute to a department',
  accept: 'Accept a transfer',
  return: 'Return an offer, or hand back an accepted case',
  'decide-return': 'Decide a return',
  recall: 'Recall an offer',
  'complete-assist': 'Report and end assisting',
  contact: 'Record the first contact with the parties',
  consent: 'Record consent to mediation beyond its hard stop',
  progress: 'Report progress',
  extend: 'Ask for more time',
  'decide-extension': 'Decide whether there is more time',
  suspend: 'Suspend the handling, or review its suspension',
  resume: 'Resume the handling',
  statutory: 'Enter a statutory track',
  'statutory-step': 'Record a step of the track',
  'statutory-end': 'End the track; the case is back with its holder',
  resolve: 'Record how the dispute ended',
  'fulfil-term': 'Record that a term of the agreement was kept',
  visit: 'Record a return visit',
  'confirm-visit': 'Confirm a visit that was made in a pair: by the second, or their head',
  'check-visit': `Answer a spot check ${zh.kind['spot-check']} of a visit`,
  'waive-term': 'Let a term of the agreement go that will not be kept',
  'waive-visit': 'Waive a return visit',
  close: 'Close the dispute; it closes by itself when nothing is open',
  reopen: 'Reopen a resolved or closed dispute',
  supervise: `Issue a supervision order ${zh.verb.supervise}`,
  'answer-supervision': 'Answer a supervision order',
  urge: `Press whoever owes something, and their head ${zh.verb.urge}: once an obligation and working day`,
  meet: 'Call a joint meeting',
  'conclude-meeting': 'Record the decisions of a meeting',
  'fulfil-decision': 'Record that a decision was carried out',
  assign: 'Name the person for an obligation or a role',
  note: 'Add a note',
  attach: 'Attach a file that was handed in',
  merge: 'Merge into another dispute, which goes on in its place',
  split: 'Split a merged dispute from the one that it leads to; it is back at its desk',
  withdraw: 'End what the parties do not pursue any more',
  hold: 'Keep a dispute whatever the rules of retention say: a legal hold',
  'lift-hold': 'Lift the legal hold',
  erase: 'Erase what a closed dispute knows of people, for good',
};

/** What a program calls them, where the verb alone would not say whereof. */
const NAMES: Partial<Record<Verb, string>> = {
  plan: 'writePlan',
  accept: 'acceptTransfer',
  return: 'returnTransfer',
  recall: 'recallTransfer',
  contact: 'recordContact',
  consent: 'recordConsent',
  progress: 'reportProgress',
  extend: 'askForExtension',
  statutory: 'enterTrack',
  'statutory-step': 'recordTrackStep',
  'statutory-end': 'endTrack',
  visit: 'recordVisit',
  supervise: 'orderSupervision',
  urge: 'urgeHolder',
  meet: 'callMeeting',
  assign: 'assignPerson',
  note: 'addNote',
  attach: 'attachFile',
};

/** `transferDispute`; a verb of two words names its object itself: `decideReturn`. */
function nameOf(verb: Verb): string {
  const [first, second] = verb.split('-') as [string, string?];
  return NAMES[verb] ?? `${first}${second ? `${second[0]!.toUpperCase()}${second.slice(1)}` : 'Dispute'}`;
}

/** The commands on a dispute: one route a verb of the core, all alike. */
@ApiTags('commands')
@Controller('disputes')
export class CommandsController {
  constructor(readonly commands: DisputeCommands) {}
}

/** What cannot be undone wants the person, who has just proved to be it, and takes no token of a program. */
const LASTING: Verb[] = ['erase'];

type Handler = (this: CommandsController, actor: Actor, id: string, body: never, sending: Sending) => Promise<Done>;

for (const verb of Object.keys(VERBS) as Verb[]) {
  const handle: Handler = function (actor, id, body, sending) {
    return this.commands.command(actor, id, verb, body, sending);
  };
  // Guards find what a route declares by the name of its method.
  Object.defineProperty(handle, 'name', { value: verb });
  const routes = CommandsController.prototype;
  const route = { value: handle, writable: true, configurable: true };
  Object.defineProperty(routes, verb, route);
  Reflect.defineMetadata('design:paramtypes', [Object, String, Object, Object], routes, verb);
  CurrentActor()(routes, verb, 0);
  Param('id', { schema: DisputeId })(routes, verb, 1);
  Body({ schema: VERB_BODIES[verb] })(routes, verb, 2);
  Sent()(routes, verb, 3);
  for (const decorate of [
    Post(`:id/${verb}`),
    Answers(200, verb === 'merge' ? 'Merged' : 'Done'),
    ApiOperation({ operationId: nameOf(verb), summary: SUMMARIES[verb] }),
    ...(LASTING.includes(verb) ? [RecentSignIn()] : []),
  ]) {
    decorate(routes, verb, route);
  }
}
